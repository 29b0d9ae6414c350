import {
  buildCallHouse,
  type CallHouse,
  cutFor,
  joins,
  leaveCallHouse,
  type NetworkState,
  openCallPerson,
  pictureAfter,
  untilState,
} from '#test/e2e/world/call-people.ts'
import { type Bench, type Cell, percentile } from './bench-result.ts'
import { type Answered, answerInRooms, closeRooms, openRooms } from './call-rooms.ts'

/**
 * How soon two people see each other, and how soon again after a cut, in two Chromiums on one machine. The click on "answer" is
 * measured in the product's own rooms on its own server, over any way and over Debian's coturn alone. Joining anew and cuts are
 * those of the core of the call, with messages passed on from memory, so that nothing but the core and the browsers counts.
 */
const answersAtATime = 20
const joinsAtATime = 20
const cuts: { how: NetworkState; seconds: number; count: number }[] = [
  { how: 'media-cut', seconds: 8, count: 3 },
  { how: 'all-cut', seconds: 8, count: 3 },
  { how: 'media-cut', seconds: 25, count: 2 },
  { how: 'all-cut', seconds: 25, count: 2 },
]

export const bench: Bench = {
  name: 'call',
  async run() {
    const rows = await answers()
    const house = await buildCallHouse()
    try {
      rows.push(row('click on join → first picture decoded', await times(joinsAtATime, () => joinedAfter(house))))
      for (const { how, seconds, count } of cuts) {
        const what = how === 'all-cut' ? 'media and server cut' : 'media alone cut'
        rows.push(
          row(
            `${what} for ${seconds} s: healed → picture back`,
            await times(count, () => backAfter(house, how, seconds)),
          ),
        )
      }
      return {
        title: 'A call between two browsers on one machine',
        columns: ['what', 'p50', 'p95', 'worst', 'count', 'unit'],
        rows,
        notes: [
          'Cameras are those that Chromium makes up, at 1280 × 720; cuts are the browser’s own (DevTools), on the seller’s side.',
          'Both browsers, their encoders and decoders, the server and the relay share this machine with each other.',
          'Before each answer the browsers are asked what they have sent: a byte of picture or sound ends the run.',
        ],
      }
    } finally {
      await leaveCallHouse(house)
    }
  },
}

const answers = async (): Promise<Cell[][]> => {
  const rooms = await openRooms()
  try {
    const rows: Cell[][] = []
    for (const way of ['direct', 'relayed'] as const) {
      const seen: Answered[] = []
      for (let no = 1; no <= answersAtATime; no += 1)
        seen.push(await answerInRooms(rooms, `bench-${way}-${no}`, way === 'relayed'))
      const name = `click on answer in the rooms, ${way === 'relayed' ? 'through coturn' : 'direct'}`
      rows.push(
        row(
          `${name} → reviewer sees the seller`,
          seen.map(({ reviewerSeesMs }) => reviewerSeesMs),
        ),
        row(
          `${name} → seller sees the reviewer`,
          seen.map(({ sellerSeesMs }) => sellerSeesMs),
        ),
      )
    }
    return rows
  } finally {
    await closeRooms(rooms)
  }
}

const row = (what: string, values: number[]): Cell[] => {
  const rounded = (value: number | null) => (value === null ? 'none' : Math.round(value))
  const worst = percentile(values, 1)
  return [
    what,
    rounded(percentile(values, 0.5)),
    rounded(percentile(values, 0.95)),
    rounded(worst),
    values.length,
    'ms',
  ]
}

const times = async (count: number, measure: () => Promise<number>): Promise<number[]> => {
  const values: number[] = []
  for (let no = 0; no < count; no += 1) values.push(await measure())
  return values
}

let rooms = 0
const openPair = async (house: CallHouse) => {
  rooms += 1
  const seller = await openCallPerson(house, house.sellers, 'a')
  const reviewer = await openCallPerson(house, house.reviewers, 'b')
  const close = () => Promise.all([seller.context.close(), reviewer.context.close()])
  return { room: `bench-${rooms}`, seller, reviewer, close }
}

/** The one who waits sends already; the other one's click is what is measured, until the picture stands before them. */
const joinedAfter = async (house: CallHouse): Promise<number> => {
  const { room, seller, reviewer, close } = await openPair(house)
  await joins(reviewer, 'reviewer', room)
  const clickedAtMs = await joins(seller, 'seller', room)
  const shownAtMs = await pictureAfter(seller, reviewer, clickedAtMs)
  await close()
  return shownAtMs - clickedAtMs
}

const backAfter = async (house: CallHouse, how: NetworkState, seconds: number): Promise<number> => {
  const { room, seller, reviewer, close } = await openPair(house)
  await joins(seller, 'seller', room)
  await joins(reviewer, 'reviewer', room)
  await untilState(reviewer, seller, 'live')
  await untilState(seller, reviewer, 'live')
  const backMs = await cutFor(seller, reviewer, how, seconds * 1000)
  await close()
  return backMs
}
