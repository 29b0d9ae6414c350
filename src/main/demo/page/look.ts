import { readFile } from 'node:fs/promises'

/** The kit's own colours, and the little the demo page needs besides them. */
export const demoCss = async (): Promise<string> =>
  `${await readFile(new URL('../../../web/kit/tokens.css', import.meta.url), 'utf8')}\n${layout}`

/** The mark of the kit, as a file. */
export const demoMark = (): Promise<string> => readFile(new URL('../../../web/kit/mark.svg', import.meta.url), 'utf8')

const layout = `
* { box-sizing: border-box; }
html { background: var(--canvas); color: var(--ink); font: 16px/1.5 var(--font-ui); scroll-behavior: smooth; }
:lang(zh-CN) { line-height: 1.6; }
body { margin: 0; }
.wide { max-width: 72rem; margin: 0 auto; padding-inline: 24px; }
header.top { border-bottom: 1px solid var(--line); background: var(--surface); }
header.top .wide { display: flex; gap: 12px 20px; align-items: center; flex-wrap: wrap; padding-block: 12px; }
header.top svg { width: 32px; height: 32px; flex: none; }
header.top strong { font-size: 17px; }
header.top nav { margin-left: auto; display: flex; gap: 4px 16px; align-items: center; flex-wrap: wrap; }
main { padding-block: 28px 64px; }
h1 { font-size: 28px; line-height: 1.25; margin: 0 0 8px; text-wrap: balance; }
h2 { font-size: 19px; margin: 0 0 4px; }
h3 { font-size: 16px; margin: 0; }
p { margin: 0 0 12px; max-width: 65ch; text-wrap: pretty; }
p.why, .soft { color: var(--ink-soft); }
section { margin-top: 36px; }
a { color: var(--accent); text-underline-offset: 3px; }
a:hover { color: var(--accent-strong); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.ways { display: flex; flex-wrap: wrap; gap: 8px; padding: 0; margin: 16px 0 0; list-style: none; }
.cards { display: grid; gap: 16px; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); margin-top: 12px; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 20px; }
.card.shop { display: flex; flex-direction: column; gap: 12px; }
.card .acts { margin-top: auto; display: grid; gap: 10px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 16px; margin: 0; align-items: baseline; }
dt { color: var(--ink-soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.chips { display: flex; flex-wrap: wrap; gap: 6px; }
.chip { border: 1px solid var(--line); border-radius: 999px; padding: 1px 10px; font-size: 14px; }
.chip.good { color: var(--good); background: var(--good-wash); border-color: var(--good-line); }
.chip.needs { color: var(--needs); background: var(--needs-wash); border-color: var(--needs-line); }
.chip.blocked { color: var(--blocked); background: var(--blocked-wash); border-color: var(--blocked-line); }
button, .button { font: inherit; font-weight: 600; min-height: 44px; padding: 8px 16px; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--line-strong); background: var(--surface); color: var(--ink); text-decoration: none;
  display: inline-flex; align-items: center; justify-content: center; }
button.main, .button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.main:hover, .button.main:hover { background: var(--accent-strong); color: var(--on-accent); }
button.small { min-height: 32px; padding: 2px 10px; font-size: 14px; font-weight: 500; }
button.plain { border: 0; background: none; color: var(--accent); font-weight: 500; min-height: 32px; padding: 4px 6px; text-decoration: underline; text-underline-offset: 3px; }
label.check { display: flex; gap: 8px; align-items: flex-start; font-size: 15px; }
label.check input { width: 20px; height: 20px; margin: 2px 0 0; flex: none; accent-color: var(--accent); }
form.stack { display: grid; gap: 14px; max-width: 30rem; }
form.stack label { display: grid; gap: 4px; font-weight: 600; }
form.stack input, select { font: inherit; font-weight: 400; min-height: 44px; padding: 8px 12px; border-radius: 8px; border: 1px solid var(--line-strong);
  background: var(--surface); color: var(--ink); width: 100%; }
select { width: auto; min-height: 36px; padding: 2px 8px; }
.wrong { color: var(--blocked); font-weight: 400; font-size: 15px; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); margin-top: 12px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 10px 16px; border-bottom: 1px solid var(--line); vertical-align: middle; white-space: nowrap; }
td.grow { white-space: normal; overflow-wrap: anywhere; min-width: 14rem; }
tr:last-child > * { border-bottom: 0; }
th { color: var(--ink-soft); font-weight: 600; font-size: 14px; }
code, pre, .code { font-family: var(--font-code); font-size: 14px; }
.digits { font-family: var(--font-code); font-size: 20px; font-variant-numeric: tabular-nums; letter-spacing: 0.08em; }
meter { width: 64px; height: 8px; vertical-align: middle; }
.secret { display: flex; gap: 8px; align-items: center; }
.card .secret code { overflow-wrap: anywhere; min-width: 0; }
.secret button { flex: none; }
.card h3 + *, .card pre + p { margin-bottom: 12px; }
pre { margin: 8px 0 0; padding: 16px; background: var(--sunken); border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; }
.note { border: 1px solid var(--needs-line); background: var(--needs-wash); color: var(--needs); border-radius: 8px; padding: 10px 14px; }
.note.blocked { border-color: var(--blocked-line); background: var(--blocked-wash); color: var(--blocked); }
iframe { width: 100%; height: 36rem; border: 1px solid var(--line); border-radius: 12px; background: white; margin-top: 16px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 40rem) {
  .wide { padding-inline: 16px; } h1 { font-size: 24px; }
  #staff table, #staff tbody, #staff tr, #staff th, #staff td { display: block; white-space: normal; border: 0; padding: 0; }
  #staff th, #staff td { padding-block: 4px; }
  #staff thead { display: none; }
  #staff tr { padding: 10px 16px; border-bottom: 1px solid var(--line); }
  .secret { justify-content: space-between; }
  .secret code { overflow-wrap: anywhere; min-width: 0; }
  #mail td { white-space: normal; overflow-wrap: anywhere; }
  #mail td.grow { min-width: 9rem; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
`

/**
 * The page without script shows everything; this only keeps it fresh: codes as they change, and the parts that other
 * people's steps change, unless somebody is in the middle of filling one in.
 */
export const demoScript = `
const say = (text) => { document.getElementById('said').textContent = text }
const inUse = (part) => part.contains(document.activeElement) || part.querySelector('input:checked') !== null
const refresh = async () => {
  if (document.hidden) return
  try {
    const response = await fetch(location.href, { headers: { 'x-part': '1' } })
    if (!response.ok) return
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
    for (const part of document.querySelectorAll('[data-live]')) {
      const next = fresh.getElementById(part.id)
      if (next && !inUse(part) && next.innerHTML !== part.innerHTML) part.innerHTML = next.innerHTML
    }
  } catch {}
}
setInterval(refresh, 3000)
const tick = () => {
  for (const left of document.querySelectorAll('[data-left]')) {
    const seconds = Math.max(0, Math.round((Number(left.dataset.until) - Date.now()) / 1000))
    left.querySelector('span').textContent = left.dataset.left.replace('0', String(seconds))
    left.querySelector('meter').value = seconds
    if (seconds === 0 && !left.dataset.asked) { left.dataset.asked = '1'; setTimeout(refresh, 400) }
  }
}
setInterval(tick, 1000)
document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]')
  if (!button) return
  await navigator.clipboard.writeText(button.dataset.copy)
  say(button.dataset.said)
  const before = button.textContent
  button.textContent = button.dataset.said
  setTimeout(() => { button.textContent = before }, 1200)
})
document.addEventListener('change', (event) => { if (event.target.matches('[data-send]')) event.target.form.submit() })
`
