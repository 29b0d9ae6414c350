import { useTranslation } from 'react-i18next'
import { roomKeyHelp } from './room-keys.ts'

/** All keys of a call, in their place beside the picture: a window over it would stand in the way. */
export const RoomKeyList = () => {
  const { t } = useTranslation('desk')
  return (
    <dl className="grid max-h-52 gap-x-6 gap-y-1 overflow-y-auto text-sm sm:grid-cols-2">
      {roomKeyHelp.map(({ keys, name }) => (
        <div key={name} className="grid grid-cols-[6rem_1fr] items-baseline gap-2">
          <dt className="flex flex-wrap gap-1">
            {keys.map((one) => (
              <kbd key={one} className="rounded border border-line-strong bg-sunken px-1.5 font-mono text-xs">
                {one}
              </kbd>
            ))}
          </dt>
          <dd>{t(`callRoom.key.${name}`)}</dd>
        </div>
      ))}
    </dl>
  )
}
