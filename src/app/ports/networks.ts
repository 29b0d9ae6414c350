/** [DV4] What the operator knows of the networks that sellers come from. Without a list nobody is on it. */
export type Networks = {
  /** Whether the operator gave a list at all. */
  readonly hasList: boolean
  /** Whether an address (IPv4 or IPv6, as text) belongs to a listed proxy or VPN; an unknown address does not. */
  isProxy(address: string | null): boolean
}
