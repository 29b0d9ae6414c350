import { CasesPage } from '../cases/cases-page.tsx'
import { QueuePage } from '../queue/queue-page.tsx'
import { useMay } from './use-me.ts'

/** What the desk opens with: the queue for those who decide, the cases for those who only look. */
export const StartPage = () => (useMay('decide') ? <QueuePage /> : <CasesPage filter={{}} />)
