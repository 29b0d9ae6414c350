import { type ReactNode, useState } from 'react'
import { Banner } from '../banner.tsx'
import { Button, type ButtonLook } from '../button.tsx'
import { Card } from '../card.tsx'
import { Checkbox } from '../checkbox.tsx'
import { Choice } from '../choice.tsx'
import { Clock } from '../clock.tsx'
import { Dialog } from '../dialog.tsx'
import { EmptyState } from '../empty-state.tsx'
import { Field, SelectInput, TextArea, TextInput } from '../field.tsx'
import { KeyHint } from '../key-hint.tsx'
import { LanguageSwitch } from '../language-switch.tsx'
import { Problem } from '../problem.tsx'
import { RequestFailure } from '../request.ts'
import { Skeleton } from '../skeleton.tsx'
import { type Meaning, Status, Tag } from '../status.tsx'
import { Steps } from '../steps.tsx'
import { Table } from '../table.tsx'
import { ThemeSwitch } from '../theme-switch.tsx'
import { Timeline } from '../timeline.tsx'
import { toast } from '../toast.tsx'

const meanings: Meaning[] = ['neutral', 'good', 'needs-you', 'blocked']
const looks: ButtonLook[] = ['primary', 'secondary', 'quiet', 'danger']
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()

/** All controls in all states, for development and for review by eye. Its words are not translated: it is not a product page. */
export const Gallery = () => (
  <main className="mx-auto grid max-w-5xl gap-8 p-6">
    <header className="flex items-center justify-between gap-4">
      <h1 className="text-2xl font-semibold">Kit</h1>
      <div className="flex items-center gap-2">
        <LanguageSwitch />
        <ThemeSwitch />
        <Clock dueAt={inMs(5 * 3600_000)} label="Your turn" />
      </div>
    </header>
    <Buttons />
    <Meanings />
    <Fields />
    <Progress />
    <Section title="Table">
      <Table
        caption="Attempts"
        columns={[
          { id: 'no', head: 'No', cell: (row) => row.no, numeric: true },
          { id: 'result', head: 'Result', cell: (row) => <Tag meaning={row.meaning}>{row.result}</Tag> },
          { id: 'why', head: 'Why', cell: (row) => row.why },
        ]}
        rows={[
          { no: 1, result: 'Not passed', meaning: 'blocked' as const, why: 'Light hides part of the card' },
          { no: 2, result: 'Struck out', meaning: 'neutral' as const, why: '连接中断，不占用次数' },
          { no: 3, result: 'Passed', meaning: 'good' as const, why: '—' },
        ]}
        rowKey={(row) => String(row.no)}
      />
    </Section>
    <Overlays />
  </main>
)

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <Card title={title}>
    <div className="grid gap-4">{children}</div>
  </Card>
)

const Buttons = () => (
  <Section title="Buttons">
    {looks.map((look) => (
      <div key={look} className="flex flex-wrap items-center gap-3">
        <Button look={look}>Start the run</Button>
        <Button look={look} size="large" icon="camera">
          开始录制
        </Button>
        <Button look={look} disabled>
          Not now
        </Button>
        <Button look={look} busy>
          Sending
        </Button>
        <KeyHint keys="Enter" />
      </div>
    ))}
  </Section>
)

const Meanings = () => (
  <Section title="Meanings">
    <div className="flex flex-wrap gap-4">
      {meanings.map((meaning) => (
        <Status key={meaning} meaning={meaning}>
          {meaning}
        </Status>
      ))}
      {meanings.map((meaning) => (
        <Tag key={meaning} meaning={meaning}>
          {meaning}
        </Tag>
      ))}
    </div>
    {meanings.map((meaning) => (
      <Banner key={meaning} meaning={meaning} title="请完成视频验证" action={<Button>What to do</Button>}>
        It takes three to five minutes and is free of charge.
      </Banner>
    ))}
    <Problem error={new RequestFailure({ kind: 'refused', status: 410, code: 'link-expired', requestId: 'r-7f3a' })} />
  </Section>
)

const Fields = () => (
  <Section title="Fields">
    <Field label="Shop name" hint="As on the licence">
      <TextInput defaultValue="杭州晨光贸易有限公司" />
    </Field>
    <Field label="Phone" error="This number has no real-name status. Ask your carrier, then try again.">
      <TextInput defaultValue="138 0000 0000" />
    </Field>
    <Field label="Reason">
      <SelectInput defaultValue="a">
        <option value="a">Light hides part of the card</option>
        <option value="b">Card blurred</option>
      </SelectInput>
    </Field>
    <Field label="Note">
      <TextArea />
    </Field>
    <Field label="Not editable">
      <TextInput disabled defaultValue="—" />
    </Field>
    <Choices />
    <Checkbox>I have read this and agree that the run is recorded.</Checkbox>
  </Section>
)

const Choices = () => {
  const [chosen, setChosen] = useState('11:00')
  return (
    <fieldset>
      <legend className="mb-2 font-medium">Time</legend>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-2">
        {['10:30', '11:00', '11:30'].map((time) => (
          <Choice key={time} name="gallery-time" checked={time === chosen} onChoose={() => setChosen(time)}>
            <span className="tabular block text-lg font-semibold">{time}</span>
            <span className="block text-sm text-ink-soft">一小时前，雅加达</span>
          </Choice>
        ))}
      </div>
    </fieldset>
  )
}

const Progress = () => (
  <Section title="Progress">
    <Steps
      label="Your way"
      steps={[
        { id: 'a', label: 'Prepare', state: 'done' },
        { id: 'b', label: 'Agree', state: 'current' },
        { id: 'c', label: 'Run', state: 'ahead' },
        { id: 'd', label: 'Result', state: 'ahead' },
      ]}
    />
    <div className="flex flex-wrap gap-3">
      <Clock dueAt={inMs(60 * 3600_000)} label="Your turn" />
      <Clock dueAt={inMs(40 * 60_000)} label="Our promise" />
      <Clock dueAt={inMs(-1)} label="Your turn" />
      <span className="rounded-card bg-lens p-3">
        <Clock dueAt={inMs(8 * 60_000)} label="Run ends" look="lens" />
      </span>
    </div>
    <Timeline
      entries={[
        { id: '3', at: inMs(-60_000), title: 'You passed', meaning: 'good' },
        {
          id: '2',
          at: inMs(-3600_000),
          title: 'The run did not pass',
          detail: 'Light hides part of the card',
          meaning: 'blocked',
        },
        { id: '1', at: inMs(-7200_000), title: 'Verification was opened' },
      ]}
    />
    <Skeleton />
    <EmptyState icon="message" title="No messages yet" action={<Button>Go back</Button>}>
      Messages from the marketplace appear here.
    </EmptyState>
  </Section>
)

const Overlays = () => {
  const [open, setOpen] = useState(false)
  return (
    <Section title="Overlays">
      <div className="flex gap-3">
        <Button onClick={() => setOpen(true)}>Open the dialog</Button>
        <Button onClick={() => toast('Saved', 'good')}>Show a toast</Button>
      </div>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Please complete the video verification"
        closeLabel="Close"
        actions={
          <>
            <Button look="quiet" onClick={() => setOpen(false)}>
              Later
            </Button>
            <Button look="primary" onClick={() => setOpen(false)}>
              Open the verification
            </Button>
          </>
        }
      >
        It takes three to five minutes. It is free of charge, and nobody can do it for you.
      </Dialog>
    </Section>
  )
}
