import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import { type ReactNode, useRef } from 'react'
import { Icon } from './icon.tsx'

export type DialogProps = {
  open: boolean
  onClose: () => void
  title: ReactNode
  children: ReactNode
  /** Buttons, the one that goes on last. */
  actions?: ReactNode
  /** The name of the closing cross. */
  closeLabel: string
}

/** Keeps the focus inside, closes with Escape, gives the focus back to where it came from. Not for use during a call. */
export const Dialog = ({ open, onClose, title, children, actions, closeLabel }: DialogProps) => {
  const row = useRef<HTMLDivElement>(null)
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-lens-veil" />
        <BaseDialog.Popup
          initialFocus={() => row.current?.querySelector<HTMLElement>(':scope > :last-child') ?? true}
          className="fixed top-1/2 left-1/2 z-50 grid max-h-[90dvh] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 gap-4 overflow-auto rounded-card border border-line bg-raised p-6 shadow-pop"
        >
          <div className="flex items-start justify-between gap-4">
            <BaseDialog.Title className="text-xl font-semibold">{title}</BaseDialog.Title>
            <BaseDialog.Close
              aria-label={closeLabel}
              className="-m-2 grid size-10 place-items-center rounded-control text-ink-soft hover:bg-sunken"
            >
              <Icon name="close" />
            </BaseDialog.Close>
          </div>
          <BaseDialog.Description render={<div />} className="max-w-read text-ink">
            {children}
          </BaseDialog.Description>
          {actions && (
            <div ref={row} className="flex flex-wrap justify-end gap-3">
              {actions}
            </div>
          )}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}
