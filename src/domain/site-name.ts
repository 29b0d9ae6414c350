/** A site as people say it: "Malaysia" where it is called by a country's code, else the name that the marketplace gave it. */
export const siteName = (language: string, site: string): string =>
  /^[A-Za-z]{2}$/.test(site)
    ? (new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(site.toUpperCase()) ?? site)
    : site
