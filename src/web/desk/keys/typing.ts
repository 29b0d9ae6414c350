/** Whether keys belong to a control that takes text or letters of its own, and so are no commands. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input:not([type=checkbox]), textarea, select, [role=listbox]') !== null)
