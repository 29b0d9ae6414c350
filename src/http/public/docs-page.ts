import { html } from 'hono/html'
import { linkTo, type Markup, type Shown } from './page-frame.ts'

export type Operation = { method: string; path: string; summary: string }

const verbs = ['get', 'put', 'post', 'patch', 'delete']

/** The operations of an OpenAPI document, in its order. */
export const operationsOf = (document: object): Operation[] => {
  const paths = 'paths' in document && document.paths ? Object.entries(document.paths as Record<string, object>) : []
  return paths.flatMap(([path, item]) =>
    Object.entries(item as Record<string, { summary?: string }>)
      .filter(([method]) => verbs.includes(method))
      .map(([method, { summary }]) => ({ method: method.toUpperCase(), path, summary: summary ?? '' })),
  )
}

/** How a marketplace integrates, made from the same document that its engineers' tools read. */
export const docsPage = (shown: Shown, operations: readonly Operation[]): Markup => {
  const { say } = shown
  return html`
    <h1>${say('docs.title')}</h1>
    <p>${say('docs.intro')}</p>
    <ul class="plain">
      <li><a href="/openapi.json">${say('docs.document')}</a> <code>/openapi.json</code></li>
      <li><a href="${linkTo(shown, '/help/problems')}">${say('docs.problems')}</a></li>
    </ul>
    <h2>${say('docs.steps')}</h2>
    <ol>${['one', 'two', 'three', 'four', 'five'].map((step) => html`<li>${say(`docs.${step}`)}</li>`)}</ol>
    <p>${say('docs.repeat')}</p>
    <h2>${say('docs.operations')}</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">${say('docs.method')}</th>
            <th scope="col">${say('docs.operation')}</th>
          </tr>
        </thead>
        <tbody lang="en">
          ${operations.map(
            ({ method, path, summary }) =>
              html`<tr><td><code>${method}</code></td><th scope="row"><code>${path}</code><br />${summary}</th></tr>`,
          )}
        </tbody>
      </table>
    </div>`
}
