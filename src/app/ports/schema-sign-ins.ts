/** [TR2] The table of addresses that shops sign in from, where rules ask who shares one. */
export type SignInTables = {
  sign_in_address: { tenant_id: string; address_hash: string; seller_id: string; last_seen: Date }
}
