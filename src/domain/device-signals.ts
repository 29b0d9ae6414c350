import type { DeviceReport } from './device-rules.ts'

/**
 * [DV4] Hints that what is recorded may not be the person before their own camera. All of them come from an untrusted
 * browser and can be faked or missing, and honest people have some of them; so each carries how sure it is, none refuses
 * anything, and where the program says so a strong one sends a run that would pass to a person. Beauty filters are not
 * told from the picture: what was tried told them apart hardly better than chance does, so only their programs' names count. A background is known to be blurred
 * where the browser says that the system does it, and else by its program's name.
 * A proxy or VPN is known by the operator's own list of networks, and by nothing else.
 */
export type DeviceSignalKind =
  | 'virtual-camera'
  | 'picture-filter'
  | 'virtual-background'
  | 'virtual-machine'
  | 'remote-desktop'
  | 'proxy'
/**
 * `told` is what the hint stands on: those words of the name that hint at something, never the whole of it; null where
 * it stands on no name, and missing in what was kept before hints said it.
 */
export type DeviceSignal = { signal: DeviceSignalKind; confidence01: number; told?: string | null }

type Hint = { signal: DeviceSignalKind; confidence01: number; pattern: RegExp }

const cameraHints: readonly Hint[] = [
  {
    signal: 'virtual-camera',
    confidence01: 0.9,
    pattern: /\b(OBS|ManyCam|XSplit|SplitCam|mmhmm|CamTwist|AlterCam|e2eSoft|VCam|Snap Camera|YouCam|NDI)\b/i,
  },
  { signal: 'virtual-camera', confidence01: 0.8, pattern: /\bvirtual\b|虚拟/i },
  // A phone that serves as a camera is a real camera behind software that could show anything.
  { signal: 'virtual-camera', confidence01: 0.4, pattern: /\b(DroidCam|iVCam|EpocCam|Camo|iriun)\b/i },
  { signal: 'picture-filter', confidence01: 0.6, pattern: /\b(Snap Camera|YouCam|ManyCam|Broadcast)\b|美颜/i },
  { signal: 'virtual-background', confidence01: 0.6, pattern: /\b(ChromaCam|XSplit|Broadcast)\b|虚拟背景/i },
]

const rendererHints: readonly Hint[] = [
  {
    signal: 'virtual-machine',
    confidence01: 0.9,
    pattern: /VMware|VirtualBox|VBox|Parallels|QEMU|virgl|virtio|Hyper-V|SVGA3D/i,
  },
  // Also seen where a graphics driver is merely missing or switched off.
  { signal: 'virtual-machine', confidence01: 0.3, pattern: /SwiftShader|llvmpipe|softpipe/i },
  { signal: 'remote-desktop', confidence01: 0.5, pattern: /Microsoft Basic Render|Remote(FX| Desktop)|Citrix|RDP/i },
]

/** The system's own word for what it does to the picture: no guess, though the person may not know of it. */
const blurredBySystem01 = 0.9
/** Lists of networks grow old, and whole companies go out through one; sure enough for a person to look. */
const listedNetwork01 = 0.8

/**
 * Each signal once, as sure as its surest hint, the surest first. `fromProxy` says whether the seller's address is on
 * the operator's list of proxies and VPNs.
 */
export const deviceSignals = (
  report: Pick<DeviceReport, 'camera' | 'renderer'>,
  { fromProxy }: { fromProxy: boolean } = { fromProxy: false },
): DeviceSignal[] => {
  const found = new Map<DeviceSignalKind, DeviceSignal>()
  const note = (hint: DeviceSignal): void => {
    if (hint.confidence01 > (found.get(hint.signal)?.confidence01 ?? 0)) found.set(hint.signal, hint)
  }
  const look = (text: string | null | undefined, hints: readonly Hint[]) => {
    for (const { signal, confidence01, pattern } of hints) {
      const told = text?.match(pattern)?.[0]
      if (told) note({ signal, confidence01, told })
    }
  }
  look(report.camera?.label, cameraHints)
  look(report.renderer, rendererHints)
  if (report.camera?.isBackgroundBlurred)
    note({ signal: 'virtual-background', confidence01: blurredBySystem01, told: null })
  if (fromProxy) note({ signal: 'proxy', confidence01: listedNetwork01, told: null })
  return [...found.values()].sort((one, other) => other.confidence01 - one.confidence01)
}

/** How sure the surest is; 0 when there is none. */
export const surest01 = (signals: readonly DeviceSignal[]): number =>
  Math.max(0, ...signals.map(({ confidence01 }) => confidence01))
