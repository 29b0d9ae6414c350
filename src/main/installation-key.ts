import type { App } from '#app/app.ts'

/** The data key of the installation itself, made at first start. Two nodes that start at once agree on one. */
export const installationKeyId = async (app: App): Promise<string> => {
  const read = () =>
    app.database.kysely.selectFrom('installation').select('key_id').where('id', '=', 1).executeTakeFirst()
  const known = await read()
  if (known) return known.key_id
  const { keyId } = await app.keys.createDataKey({ kind: 'tenant', tenantId: 'installation', id: 'installation' })
  await app.database.kysely
    .insertInto('installation')
    .values({ id: 1, key_id: keyId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await read())?.key_id ?? keyId
}
