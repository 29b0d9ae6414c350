import { registrationSchema } from '#contracts/registration.ts'
import { identityNumberChecks, isRealDate, plainIdentityNumber } from '#domain/identity-number.ts'
import type { Registration } from '#domain/registration.ts'
import { inventedCard, inventedRegistration } from '../media/render/invented-identity.ts'
import type { YouPart } from './parts.ts'

/**
 * A shop in the name of the person who tries the demo: everything but the person is invented, as it is for the other
 * shops. `wrong` names the words that say what is wrong with each field.
 */
export const yourShop = (
  form: Record<string, string>,
  sellerId: string,
): { ok: true; registration: Registration } | ({ ok: false } & YouPart) => {
  const name = (form.name ?? '').trim()
  const idNumber = plainIdentityNumber(form.idNumber ?? '')
  const idValidTo = (form.idValidTo ?? '').trim()
  const email = (form.email ?? '').trim()
  const wrong: Record<string, string> = {}
  if (name.length === 0 || name.length > 120) wrong.name = 'you.badName'
  if (!identityNumberChecks(idNumber)) wrong.idNumber = 'you.badNumber'
  if (idValidTo && !isRealDate(idValidTo)) wrong.idValidTo = 'you.badDate'
  if (!registrationSchema.shape.email.safeParse(email).success) wrong.email = 'you.badEmail'
  if (Object.keys(wrong).length > 0)
    return { ok: false, values: { name, idNumber: form.idNumber ?? '', idValidTo, email }, wrong }
  const registration = inventedRegistration(inventedCard('a'), {
    sellerId,
    companyName: `${name} (demo)`,
    legalRepresentative: { name, formerNames: [], idNumber, idValidTo: idValidTo || null },
    email,
  })
  return { ok: true, registration }
}
