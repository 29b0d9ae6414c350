import { expect, test } from 'vitest'
import { decodeRecording } from '#test/media/decode-recording.ts'
import type { CallPage } from './world/call-page.ts'
import {
  cutFor,
  eventsOf,
  joins,
  later,
  type NetworkState,
  openCallHouse,
  openCallPerson,
  pictureAfter,
  seen,
  untilState,
} from './world/call-people.ts'

/** The core of a call in real browsers: nothing of the product around it, and a relay in memory between the pages. */
declare const stage: CallPage
const house = openCallHouse()

const inCall = async (room: string) => {
  const seller = await openCallPerson(house, house.sellers, 'a')
  const reviewer = await openCallPerson(house, house.reviewers, 'b')
  await joins(seller, 'seller', room)
  const clickedAtMs = await joins(reviewer, 'reviewer', room)
  const firstPictureMs = (await pictureAfter(reviewer, seller, clickedAtMs)) - clickedAtMs
  await untilState(seller, reviewer, 'live')
  await untilState(reviewer, seller, 'live')
  return { seller, reviewer, firstPictureMs }
}

test('both see and hear each other, the seller at full size from the first picture on, and a still is whole', async () => {
  const times: number[] = []
  for (let no = 0; no < 5; no += 1) {
    const { seller, reviewer, firstPictureMs } = await inCall(`both-${no}`)
    times.push(Math.round(firstPictureMs))
    const picture = await seen(reviewer, seller)
    expect([picture.widthPx, picture.heightPx]).toEqual([1280, 720])
    expect((await seen(seller, reviewer)).widthPx).toBeGreaterThan(0)
    const still = await seller.page.evaluate(() => stage.still())
    expect(still).toMatchObject({ widthPx: 1280, heightPx: 720, type: 'image/jpeg' })
    expect([...seller.complaints, ...reviewer.complaints]).toEqual([])
    await seller.context.close()
    await reviewer.context.close()
  }
  console.log(`click → first picture decoded: ${times.sort((a, b) => a - b).join(', ')} ms`)
})

test('[LC1] connected ahead, nothing of either side leaves before the answer; then the picture is there, at full size', async () => {
  const times: number[] = []
  for (let no = 0; no < 5; no += 1) {
    const seller = await openCallPerson(house, house.sellers, 'a')
    const reviewer = await openCallPerson(house, house.reviewers, 'b')
    await joins(reviewer, 'reviewer', `ahead-${no}`, { ahead: true })
    await joins(seller, 'seller', `ahead-${no}`, { ahead: true })
    await untilState(seller, reviewer, 'ready')
    await untilState(reviewer, seller, 'ready')
    await later(reviewer, 1500)
    for (const { page } of [seller, reviewer])
      expect(await page.evaluate(() => stage.mediaSent())).toEqual({ connections: 1, bytes: 0, packets: 0 })
    expect((await seen(reviewer, seller)).pictures).toBe(0)
    const watched = reviewer.page.evaluate(() => stage.nowMs())
    await seller.page.evaluate(() => stage.beginToSend())
    times.push(Math.round((await pictureAfter(reviewer, seller, 0)) - (await watched)))
    const picture = await seen(reviewer, seller)
    expect([picture.widthPx, picture.heightPx]).toEqual([1280, 720])
    // Who has not answered is not seen, whatever the other one sends.
    expect(await reviewer.page.evaluate(() => stage.mediaSent())).toMatchObject({ bytes: 0, packets: 0 })
    await reviewer.page.evaluate(() => stage.beginToSend())
    await untilState(seller, reviewer, 'live')
    await untilState(reviewer, seller, 'live')
    expect([...seller.complaints, ...reviewer.complaints]).toEqual([])
    await seller.context.close()
    await reviewer.context.close()
  }
  console.log(`answer → first picture decoded, connected ahead: ${times.sort((a, b) => a - b).join(', ')} ms`)
})

for (const how of ['media-cut', 'all-cut'] satisfies NetworkState[])
  test(`[LC2] a cut of eight seconds (${how}) is one interruption on either side, and heals by itself`, async () => {
    const { seller, reviewer } = await inCall(how)
    const backAfterMs = await cutFor(seller, reviewer, how, 8000)
    console.log(`${how} of 8 s: picture back ${Math.round(backAfterMs)} ms after healing`)
    await untilState(reviewer, seller, 'live')
    await untilState(seller, reviewer, 'live')
    for (const person of [seller, reviewer]) {
      const [first, second] = await eventsOf(person)
      expect([first?.kind, first?.no, second?.kind, second?.no]).toEqual(['interrupted', 1, 'resumed', 1])
      expect(second?.kind === 'resumed' && second.lastedMs).toBeGreaterThan(7500)
    }
    expect([...seller.complaints, ...reviewer.complaints]).toEqual([])
    await seller.context.close()
    await reviewer.context.close()
  })

test('[LC5] a supervisor without a camera hears and sees both, and neither of them gets anything of the supervisor', async () => {
  const { seller, reviewer } = await inCall('supervised')
  const supervisor = await openCallPerson(house, house.reviewers, 'm', false)
  await joins(supervisor, 'supervisor', 'supervised')
  for (const other of [seller, reviewer]) {
    await untilState(supervisor, other, 'live')
    await untilState(other, supervisor, 'live')
    expect((await seen(supervisor, other)).peer?.sends).toEqual({ video: true, audio: true })
    expect((await seen(other, supervisor)).peer?.sends).toEqual({ video: false, audio: false })
  }
  await pictureAfter(supervisor, seller, 0)
  for (const { context, complaints } of [seller, reviewer, supervisor]) {
    expect(complaints).toEqual([])
    await context.close()
  }
})

test('[LC6] the witness is one recording, small and whole, though the seller came back over a new connection', async () => {
  const { seller, reviewer } = await inCall('witness')
  await reviewer.page.evaluate((id) => stage.witness(id, 'witness-of-b'), seller.id)
  await later(reviewer, 2000)
  await seller.page.reload()
  await seller.page.evaluate(() => stage.prepare(true))
  await joins(seller, 'seller', 'witness')
  await pictureAfter(reviewer, seller, await reviewer.page.evaluate(() => stage.nowMs()))
  const backAtMs = await reviewer.page.evaluate(() => stage.witnessMs())
  await later(reviewer, 2500)
  const mediaMs = await reviewer.page.evaluate(() => stage.witnessMs())
  await reviewer.page.evaluate(() => stage.endWitness())
  const stored = house.stage.recordings.get('witness-of-b')
  const chunks = [...(stored?.chunks ?? [])].sort(([a], [b]) => a - b)
  expect(chunks.map(([seq]) => seq)).toEqual(chunks.map((_, index) => index))
  expect(stored?.whole?.chunkCount).toBe(chunks.length)

  const file = Buffer.concat(chunks.map(([, bytes]) => bytes))
  const { result, info, stamps, audio } = await decodeRecording(file)
  expect(result.ok).toBe(true)
  expect(info.map(({ video }) => [video.widthPx, video.heightPx])).toEqual([[640, 360]])
  const last = stamps.at(-1)?.ptsMs ?? 0
  expect(Math.abs(last - mediaMs)).toBeLessThan(1000)
  // Moving and sounding again: the camera's picture turns, and it beeps every second.
  const since = stamps.filter(({ ptsMs }) => ptsMs > backAtMs)
  expect(new Set(since.map(({ lumaCrc32 }) => lumaCrc32)).size).toBeGreaterThan(10)
  const heard = audio.filter(({ ptsMs }) => ptsMs > backAtMs).flatMap(({ samples }) => [...samples])
  expect(heard.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBeGreaterThan(0.01)
  const kilobits = Math.round((file.length * 8) / last)
  console.log(`witness: ${stamps.length} pictures in ${Math.round(last)} ms, ${kilobits} kbit/s`)
  expect([...seller.complaints, ...reviewer.complaints]).toEqual([])
  await seller.context.close()
  await reviewer.context.close()
})
