import { type ReadingLanguage, readingLanguages, type StaffLanguage, staffLanguages } from '#domain/language.ts'

/**
 * All words people read, by language and namespace (one file each), for pages, mail and reports alike. Loaded when
 * first asked for, so that a page fetches only what it shows. What a seller reads is there in every language, what staff
 * reads in theirs. `catalogue.test.ts` holds the languages to the same keys and to the codes of the domain.
 */
export const languages = readingLanguages
export type Language = ReadingLanguage

/** Read by sellers, and by anybody on the public pages. */
export const sellerNamespaces = [
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
  /** Pages for anybody: help, "is it genuine?", how to integrate. */
  'public',
] as const
export type SellerNamespace = (typeof sellerNamespaces)[number]

/** Read by staff and by whoever writes programs. */
export const staffNamespaces = [
  'desk',
  /** Rules about risk: the room of rules, replays, a seller's risk, and what each feature is. */
  'risk',
  /** Whom a shop is linked with. */
  'links',
  /** What is taken away and given back, and badges. */
  'board',
  /** What a program does, in words. */
  'program',
  /** The page that shows the demo. */
  'demo',
] as const
export type StaffNamespace = (typeof staffNamespaces)[number]

export type Namespace = SellerNamespace | StaffNamespace
export const namespaces: readonly Namespace[] = [...sellerNamespaces, ...staffNamespaces]

export type Words = { [key: string]: string | Words }

export type Loader = () => Promise<{ default: Words }>

const loaders: Record<StaffLanguage, Record<Namespace, Loader>> = {
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
    risk: () => import('./zh/risk.json', { with: { type: 'json' } }),
    links: () => import('./zh/links.json', { with: { type: 'json' } }),
    board: () => import('./zh/board.json', { with: { type: 'json' } }),
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
    risk: () => import('./en/risk.json', { with: { type: 'json' } }),
    links: () => import('./en/links.json', { with: { type: 'json' } }),
    board: () => import('./en/board.json', { with: { type: 'json' } }),
    program: () => import('./en/program.json', { with: { type: 'json' } }),
    demo: () => import('./en/demo.json', { with: { type: 'json' } }),
    public: () => import('./en/public.json', { with: { type: 'json' } }),
  },
}

/** A list of its own for each of these, so that the first script of a page does not grow by languages that it is not in. */
const lists: Record<Exclude<Language, StaffLanguage>, () => Promise<Record<SellerNamespace, Loader>>> = {
  th: async () => (await import('./th/words.ts')).words,
  id: async () => (await import('./id/words.ts')).words,
  vi: async () => (await import('./vi/words.ts')).words,
  ms: async () => (await import('./ms/words.ts')).words,
}

export const isLanguage = (value: string): value is Language => (languages as readonly string[]).includes(value)

export const isStaffLanguage = (value: string): value is StaffLanguage =>
  (staffLanguages as readonly string[]).includes(value)

const isSellerNamespace = (namespace: Namespace): namespace is SellerNamespace =>
  (sellerNamespaces as readonly string[]).includes(namespace)

/** The words of a namespace; those that only staff reads come in English where the language is none of staff. */
export const loadWords = async (language: Language, namespace: Namespace): Promise<Words> => {
  if (isStaffLanguage(language)) return (await loaders[language][namespace]()).default
  if (!isSellerNamespace(namespace)) return (await loaders.en[namespace]()).default
  const list = await lists[language]()
  return (await list[namespace]()).default
}
