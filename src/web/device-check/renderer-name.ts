/**
 * [DV4] What draws the page, by the browser's own word: virtual machines and remote desktops often say so there. Null
 * where the browser keeps it to itself.
 */
export const rendererName = (): string | null => {
  try {
    const context = document.createElement('canvas').getContext('webgl')
    if (!context) return null
    const told = context.getExtension('WEBGL_debug_renderer_info')
    const name: unknown = context.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : context.RENDERER)
    context.getExtension('WEBGL_lose_context')?.loseContext()
    return typeof name === 'string' && name !== '' ? name.slice(0, 200) : null
  } catch {
    return null
  }
}
