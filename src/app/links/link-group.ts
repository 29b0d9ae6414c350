import { type Group, groupOf, startWalk, stepWalk } from '#domain/links/group.ts'
import type { LinkRules } from '#domain/links/link.ts'
import { tiesOf } from '#domain/links/tie.ts'
import type { Database, Tx } from '../ports/database.ts'
import { readRulings, readSharedValues } from './read-links.ts'

/** [TR3] The shops of the same people as one, by certain ties and rulings; two questions of the database for each tie away. */
export const readGroup = async (
  reader: Tx | Database['kysely'],
  tenantId: string,
  sellerId: string,
  rules: LinkRules,
): Promise<Group> => {
  let walk = startWalk(sellerId)
  while (walk.edge.length > 0) {
    const values = await readSharedValues(reader, tenantId, walk.edge, rules)
    const rulings = await readRulings(
      reader,
      tenantId,
      [sellerId, ...walk.edge],
      values.map(({ valueHash }) => valueHash),
    )
    walk = stepWalk(walk, tiesOf(new Set(walk.edge), values, rules, rulings), rulings)
  }
  return groupOf(walk)
}
