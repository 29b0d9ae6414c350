import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'

export type AskTwiceProps = {
  ask: string
  /** Whom or what it is about, for those who hear the button without its row. */
  about: string
  /** Says what happens. */
  question: string
  confirm: string
  busy: boolean
  onConfirm: () => void
}

/** A button for what cannot be taken back. */
export const AskTwice = ({ ask, about, question, confirm, busy, onConfirm }: AskTwiceProps) => {
  const { t } = useTranslation(['desk', 'common'])
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        look="quiet"
        className="-my-2 px-2.5 text-blocked"
        aria-label={`${ask}: ${about}`}
        onClick={() => setOpen(true)}
      >
        {ask}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={ask}
        closeLabel={t('common:close')}
        actions={
          <>
            <Button look="quiet" onClick={() => setOpen(false)}>
              {t('decision.notYet')}
            </Button>
            <Button
              look="danger"
              busy={busy}
              onClick={() => {
                onConfirm()
                setOpen(false)
              }}
            >
              {confirm}
            </Button>
          </>
        }
      >
        {question}
      </Dialog>
    </>
  )
}
