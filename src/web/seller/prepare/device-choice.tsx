import { useTranslation } from 'react-i18next'
import type { ChosenDevices } from '../../device-check/open-media.ts'
import type { MediaChoice } from './use-media.ts'

export type DeviceChoiceProps = {
  choice: MediaChoice
  chosen: ChosenDevices
  onChoose: (chosen: ChosenDevices) => void
}

/** Which camera and which microphone, where there are several. */
export const DeviceChoice = ({ choice, chosen, onChoose }: DeviceChoiceProps) => {
  const { t } = useTranslation('device')
  return (
    <div className="grid gap-3">
      <Choice
        label={t('camera')}
        devices={choice.cameras}
        value={chosen.cameraId}
        onChange={(cameraId) => onChoose({ ...chosen, cameraId })}
      />
      <Choice
        label={t('microphone')}
        devices={choice.microphones}
        value={chosen.microphoneId}
        onChange={(microphoneId) => onChoose({ ...chosen, microphoneId })}
      />
    </div>
  )
}

type ChoiceProps = {
  label: string
  devices: MediaDeviceInfo[]
  value: string | null
  onChange: (id: string) => void
}

const Choice = ({ label, devices, value, onChange }: ChoiceProps) =>
  devices.length < 2 ? null : (
    <label className="grid gap-1 text-sm">
      <span className="font-medium">{label}</span>
      <select
        value={value ?? devices[0]?.deviceId}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-10 w-full rounded-control border border-line-strong bg-surface px-2"
      >
        {devices.map((device, index) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || `${label} ${index + 1}`}
          </option>
        ))}
      </select>
    </label>
  )
