/**
 * All words people read, by language and namespace (one file each), for pages, mail and reports alike. Loaded when
 * first asked for, so that a page fetches only what it shows. `catalogue.test.ts` holds both languages to the same keys
 * and to the codes of the domain.
 */
export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

export const namespaces = [
  /** Words of the kit and of every page. */
  'common',
  /** Why a request was refused: `refusal:<code>`. */
  'refusal',
  /** Why a verification failed: `failure:<code>.title|why|fix`. */
  'failure',
  /** What a sub-check looks at: `check:<sub-check id>`; its outcomes and units. */
  'check',
  /** What happened to a case: `history:<event type>`. */
  'history',
  /** In-site notices and pop-ups: `notice:<kind>.title|body`. */
  'notice',
  /** Mail around a notice. */
  'mail',
  'seller',
  /** The run itself: prompts and hints. */
  'capture',
  'device',
  'desk',
  /** What a program does, in words. */
  'program',
  /** The page that shows the demo. */
  'demo',
  /** Pages for anybody: help, "is it genuine?", how to integrate. */
  'public',
] as const
export type Namespace = (typeof namespaces)[number]

export type Words = { [key: string]: string | Words }

type Loader = () => Promise<{ default: Words }>

const loaders: Record<Language, Record<Namespace, Loader>> = {
  zh: {
    common: () => import('./zh/common.json', { with: { type: 'json' } }),
    refusal: () => import('./zh/refusal.json', { with: { type: 'json' } }),
    failure: () => import('./zh/failure.json', { with: { type: 'json' } }),
    check: () => import('./zh/check.json', { with: { type: 'json' } }),
    history: () => import('./zh/history.json', { with: { type: 'json' } }),
    notice: () => import('./zh/notice.json', { with: { type: 'json' } }),
    mail: () => import('./zh/mail.json', { with: { type: 'json' } }),
    seller: () => import('./zh/seller.json', { with: { type: 'json' } }),
    capture: () => import('./zh/capture.json', { with: { type: 'json' } }),
    device: () => import('./zh/device.json', { with: { type: 'json' } }),
    desk: () => import('./zh/desk.json', { with: { type: 'json' } }),
    program: () => import('./zh/program.json', { with: { type: 'json' } }),
    demo: () => import('./zh/demo.json', { with: { type: 'json' } }),
    public: () => import('./zh/public.json', { with: { type: 'json' } }),
  },
  en: {
    common: () => import('./en/common.json', { with: { type: 'json' } }),
    refusal: () => import('./en/refusal.json', { with: { type: 'json' } }),
    failure: () => import('./en/failure.json', { with: { type: 'json' } }),
    check: () => import('./en/check.json', { with: { type: 'json' } }),
    history: () => import('./en/history.json', { with: { type: 'json' } }),
    notice: () => import('./en/notice.json', { with: { type: 'json' } }),
    mail: () => import('./en/mail.json', { with: { type: 'json' } }),
    seller: () => import('./en/seller.json', { with: { type: 'json' } }),
    capture: () => import('./en/capture.json', { with: { type: 'json' } }),
    device: () => import('./en/device.json', { with: { type: 'json' } }),
    desk: () => import('./en/desk.json', { with: { type: 'json' } }),
    program: () => import('./en/program.json', { with: { type: 'json' } }),
    demo: () => import('./en/demo.json', { with: { type: 'json' } }),
    public: () => import('./en/public.json', { with: { type: 'json' } }),
  },
}

export const isLanguage = (value: string): value is Language => (languages as readonly string[]).includes(value)

export const loadWords = async (language: Language, namespace: Namespace): Promise<Words> =>
  (await loaders[language][namespace]()).default
