/** The key that does the same, shown beside a button on devices with a keyboard. */
export const KeyHint = ({ keys }: { keys: string }) => (
  <kbd className="hidden min-w-6 items-center justify-center rounded border border-line-strong bg-sunken px-1.5 font-mono text-xs text-ink-soft pointer-fine:inline-flex">
    {keys}
  </kbd>
)
