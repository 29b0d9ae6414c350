import type { GeneratedAlways } from 'kysely'

/** The table of looks at what marketplaces have told of accounts. [EV4] */
export type SignalLookTables = {
  signal_look: {
    no: GeneratedAlways<string>
    tenant_id: string
    seller_id: string
    seq: number
    staff_id: string
    at: Date
  }
}
