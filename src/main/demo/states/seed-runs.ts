import { openPublicApi } from '../market/public-api.ts'
import type { MediaOptions } from '../media/seller-clips.ts'
import { actorOf, parts } from '../play/cast.ts'
import { playRun } from '../play/seller-actor.ts'
import type { Story } from '../play/story.ts'
import { leavesRuns, openState, shopOf } from './seed-states.ts'

const name = 'in-review'

/**
 * The states that need a real run before a camera: `in-run` and `inspecting` while it lasts, then `in-review`, because
 * three runs were left before and a person decides the next one. [AT4] The man of the footage is not the one on file, so
 * the review has differences to show. Takes a minute, and longer the first time, when the footage is drawn.
 */
export const seedRuns = async (settings: {
  baseUrl: string
  apiKey: string
  media: MediaOptions
  story: Story
}): Promise<void> => {
  const { baseUrl, story } = settings
  const api = openPublicApi(baseUrl, settings.apiKey)
  if ((await api.listCases(`?seller=${shopOf(name).sellerId}`)).cases.length > 0) return
  const [honest] = parts
  if (!honest) throw new Error('the play has no honest part')
  const actor = await actorOf(honest, settings.media)
  const { caseId, seller } = await openState({ api, baseUrl }, name, 30)
  await leavesRuns(await seller(), caseId, 3)
  const { url } = await api.link(caseId)
  const { result } = await playRun({ ...actor, who: 'states' }, url, baseUrl, story)
  story.tell('states', `${result.attempt.outcome}: ${shopOf(name).sellerId}`)
}
