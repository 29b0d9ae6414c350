import type { Registration } from '#domain/registration.ts'
import { ownNumbers } from '../market/own-numbers.ts'
import { inventedCard, inventedRegistration, type PersonId } from '../media/render/invented-identity.ts'
import { type MediaOptions, type SellerChoice, sellerClips, spokenDigits } from '../media/seller-clips.ts'
import type { SellerActor } from './seller-actor.ts'

/** A part in the play: who appears, what he shows, and how his run must end. */
export type Part = {
  key: 'honest' | 'stand-in'
  who: string
  about: string
  choice: SellerChoice
  /** What the page speaks to them, and in what they read the digits. */
  language: 'zh' | 'en'
  cardOf: PersonId
  /** Told so long ago that restrictions are due; null is told now. */
  toldHoursAgo: number | null
  /** The end that this part has to reach. */
  ends: { how: 'restored' } | { how: 'failed'; reason: string }
}

export const parts: readonly Part[] = [
  {
    key: 'honest',
    who: 'seller A',
    about: 'shows his own card; was told 80 hours ago, so listings and withdrawals are taken away',
    choice: { person: 'a' },
    // Read by a synthetic voice, which the verifier hears better in English than in Mandarin.
    language: 'en',
    cardOf: 'a',
    toldHoursAgo: 80,
    ends: { how: 'restored' },
  },
  {
    key: 'stand-in',
    who: 'seller B',
    about: "shows another man's card, for a shop registered to that other man",
    choice: { person: 'a', card: inventedCard('b'), portraitOf: 'b' },
    language: 'zh',
    cardOf: 'b',
    toldHoursAgo: null,
    ends: { how: 'failed', reason: 'person-document-mismatch' },
  },
]

/** The same two men in programs that are held in calls; both bring their licence. */
export const calledParts: readonly Part[] = parts.map((part) => ({
  ...part,
  about: part.key === 'honest' ? 'shows his own card' : part.about,
  choice: { ...part.choice, licence: {} },
  language: 'en',
  toldHoursAgo: null,
}))

/** The shop of a part. Each play registers shops of its own, so that it can be played again on the same server. */
export const shopOf = (part: Part, playId: string): Registration =>
  inventedRegistration(inventedCard(part.cardOf), {
    // The licence that is shown in a call names the company of the footage.
    ...(part.choice.licence ? {} : ownNumbers(`${playId} ${part.key}`)),
    sellerId: `play-${playId}-${part.key}`,
    companyName: `演示店铺 ${part.who.at(-1)} (${playId})`,
    email: `${part.key}@demo.example`,
    language: part.language,
  })

/** The footage and the voice of a part, rendered when they are not in the cache. */
export const actorOf = async (part: Part, media: MediaOptions): Promise<SellerActor> => ({
  who: part.who,
  language: part.language,
  clips: await sellerClips(part.choice, media),
  voice: await spokenDigits(part.choice.person, part.language, media),
})
