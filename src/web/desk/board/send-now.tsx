import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { toast } from '../../kit/toast.tsx'
import { useDeskProblemText } from '../frame/desk-problem.tsx'
import { useMay } from '../frame/use-me.ts'
import { type BoardRow, sendNow } from './board-queries.ts'

/** [RE2] Tells the marketplace at once; recorded in the case with the name of whoever did. */
export const SendNow = ({ row }: { row: BoardRow }) => {
  const { t } = useTranslation(['board', 'common'])
  const mayLead = useMay('lead')
  const queries = useQueryClient()
  const problemText = useDeskProblemText()
  const sending = useMutation({
    mutationFn: () => sendNow(row.id),
    onSuccess: () => toast(t('sent'), 'good'),
    onError: (error) => toast(problemText(error), 'blocked'),
    onSettled: () => queries.invalidateQueries({ queryKey: ['board'] }),
  })
  if (!mayLead) return <span />
  return (
    <Button
      busy={sending.isPending}
      className="justify-self-start whitespace-nowrap sm:justify-self-end"
      aria-label={t('sendNowFor', { capability: t(`common:capability.${row.capability}`), seller: row.sellerId })}
      onClick={() => sending.mutate()}
    >
      {t('sendNow')}
    </Button>
  )
}
