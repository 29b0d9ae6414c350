import type { SellerPerson } from './seller-person.ts'

const capabilities = ['product_listing', 'withdrawal', 'product_visibility', 'funds', 'search_ranking'] as const

/** The functions that the page of the case names in this state. */
export const functionsThatAre = async ({ page, say }: SellerPerson, state: 'applied' | 'lifted'): Promise<string[]> => {
  const found: string[] = []
  for (const capability of capabilities) {
    const line = page.getByRole('listitem').filter({ hasText: say(`common:capability.${capability}`) })
    if ((await line.getByText(say(`common:restriction.${state}`), { exact: true }).count()) > 0) found.push(capability)
  }
  return found
}
