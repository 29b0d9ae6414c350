import { html } from 'hono/html'
import type { FailureHelp } from '#app/runs/failure-help.ts'
import { linkTo, type Markup, type Shown } from './page-frame.ts'

/** [SU2] The page of one failure code: why, and how to fix it in the order that works. */
export const helpPage = (shown: Shown, { code, retry, hint, originalCodes }: FailureHelp): Markup => {
  const { say } = shown
  return html`
    <p class="soft"><a href="${linkTo(shown, '/help')}">${say('help.all')}</a></p>
    <h1>${say(`failure:${code}.title`)}</h1>
    <p class="soft">
      ${say('help.code')} <code>${code}</code>
      ${originalCodes.length > 0 ? html`<br />${say('help.also', { codes: originalCodes.join(', ') })}` : ''}
    </p>
    <h2>${say('help.why')}</h2>
    <p>${say(`failure:${code}.why`)}</p>
    <h2>${say('help.fix')}</h2>
    <div class="card ${retry === 'not-yours' ? 'good' : retry === 'after-change' ? 'needs' : ''}">
      <p><strong>${say(`failure:${code}.fix`)}</strong></p>
      <p>${say(`help.retry.${retry}`)}</p>
    </div>
    ${
      retry === 'not-yours'
        ? ''
        : html`
    <p>${say('help.more')}</p>
    <ol>${['one', 'two', 'three'].map((step) => html`<li>${say(`help.advice.${hint}.${step}`)}</li>`)}</ol>
    <h2>${say('help.again')}</h2>
    <ol>
      <li>${say('help.shot')}</li>
      <li>${say('help.network')}</li>
      <li>${say('help.window')}</li>
      <li>${say('help.support', { code })}</li>
    </ol>`
    }`
}

/** What a seller can mend comes first, what is not theirs to mend last. */
const groups = [
  'light',
  'card',
  'document',
  'paper',
  'registration',
  'face',
  'people',
  'voice',
  'room',
  'page',
  'technical',
  'ours',
] as const satisfies readonly (FailureHelp['hint'] | 'ours')[]

const groupOf = ({ retry, hint }: FailureHelp) => (retry === 'not-yours' ? 'ours' : hint)

/** Every failure code by what it is about; `unknown` is a code that somebody asked for and that is none. */
export const helpList = (shown: Shown, all: readonly FailureHelp[], unknown: string | null): Markup => {
  const { say } = shown
  return html`
    <h1>${say(unknown === null ? 'help.title' : 'help.unknown')}</h1>
    <p>${unknown === null ? say('help.intro') : say('help.unknownWhy', { code: unknown })}</p>
    <div class="grid">
      ${groups.map(
        (group) => html`
      <section class="card">
        <h2>${say(`help.group.${group}`)}</h2>
        <ul class="plain">
          ${all
            .filter((one) => groupOf(one) === group)
            .map(
              ({ code }) =>
                html`<li><a href="${linkTo(shown, `/help/${code}`)}">${say(`failure:${code}.title`)}</a><br /><code class="soft">${code}</code></li>`,
            )}
        </ul>
      </section>`,
      )}
    </div>`
}

/** What a refusal's `type` points at: every problem code with its status. */
export const problemList = (
  { say }: Shown,
  problems: readonly { code: string; status: number; isRefusal: boolean }[],
): Markup => html`
    <h1>${say('problems.title')}</h1>
    <p>${say('problems.intro')}</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">${say('help.code')}</th>
            <th scope="col">${say('problems.status')}</th>
            <th scope="col">${say('problems.meaning')}</th>
          </tr>
        </thead>
        <tbody>
          ${problems.map(
            ({ code, status, isRefusal }) => html`
          <tr id="${code}">
            <th scope="row"><code>${code}</code></th>
            <td>${status}</td>
            <td>${say(isRefusal ? `refusal:${code}` : `problems.other.${code}`)}</td>
          </tr>`,
          )}
        </tbody>
      </table>
    </div>`
