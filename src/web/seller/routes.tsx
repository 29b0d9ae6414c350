import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { SellerCentre } from './frame/seller-centre.tsx'
import { SignedIn } from './frame/signed-in.tsx'
import { BrokenPage } from './pages/broken-page.tsx'
import { CasePage } from './pages/case-page.tsx'
import { EnterPage } from './pages/enter-page.tsx'
import { NotFoundPage, RootPage } from './pages/root-page.tsx'

/**
 * The seller's addresses, all below `/s`. The pages that need a camera, and the marketplace's own pages around the
 * verification, are loaded when somebody goes there.
 */
const root = createRootRoute({ component: RootPage, notFoundComponent: NotFoundPage })

const enter = createRoute({ getParentRoute: () => root, path: '/enter', component: EnterPage })
const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', component: SignedIn })

const centre = createRoute({ getParentRoute: () => signedIn, id: 'centre', component: SellerCentre })
const home = createRoute({
  getParentRoute: () => centre,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/home-page.tsx'), 'HomePage'),
})
const identity = createRoute({
  getParentRoute: () => centre,
  path: '/identity',
  component: lazyRouteComponent(() => import('./pages/identity-page.tsx'), 'IdentityPage'),
})
const messages = createRoute({
  getParentRoute: () => centre,
  path: '/messages',
  component: lazyRouteComponent(() => import('./pages/messages-page.tsx'), 'MessagesPage'),
})
const section = createRoute({
  getParentRoute: () => centre,
  path: '/centre/$section',
  component: lazyRouteComponent(() => import('./pages/section-page.tsx'), 'SectionPage'),
})

const caseRoute = createRoute({ getParentRoute: () => signedIn, path: '/case', component: CasePage })
const prepare = createRoute({
  getParentRoute: () => signedIn,
  path: '/prepare',
  component: lazyRouteComponent(() => import('./pages/prepare-page.tsx'), 'PreparePage'),
})
const call = createRoute({
  getParentRoute: () => signedIn,
  path: '/call',
  // Another time is chosen while the appointment stands.
  validateSearch: ({ move }): { move?: true } => (move === true ? { move } : {}),
  component: lazyRouteComponent(() => import('./pages/call-page.tsx'), 'CallPage'),
})
const compare = createRoute({
  getParentRoute: () => signedIn,
  path: '/compare',
  component: lazyRouteComponent(() => import('./pages/compare-page.tsx'), 'ComparePage'),
})
const phone = createRoute({
  getParentRoute: () => signedIn,
  path: '/phone',
  component: lazyRouteComponent(() => import('./pages/phone-page.tsx'), 'PhonePage'),
})
const room = createRoute({
  getParentRoute: () => signedIn,
  path: '/room',
  component: lazyRouteComponent(() => import('./pages/room-page.tsx'), 'RoomPage'),
})
const consent = createRoute({
  getParentRoute: () => signedIn,
  path: '/consent',
  // Who came from the rehearsal goes back to it.
  validateSearch: ({ back }): { back?: 'prepare' } => (back === 'prepare' ? { back } : {}),
  component: lazyRouteComponent(() => import('./pages/consent-page.tsx'), 'ConsentPage'),
})
const run = createRoute({
  getParentRoute: () => signedIn,
  path: '/run',
  component: lazyRouteComponent(() => import('./pages/run-page.tsx'), 'RunPage'),
})
const result = createRoute({
  getParentRoute: () => signedIn,
  path: '/result/$attemptId',
  component: lazyRouteComponent(() => import('./pages/result-page.tsx'), 'ResultPage'),
})
const offline = createRoute({
  getParentRoute: () => signedIn,
  path: '/offline',
  component: lazyRouteComponent(() => import('./pages/offline-page.tsx'), 'OfflinePage'),
})

export const sellerRouter = createRouter({
  routeTree: root.addChildren([
    enter,
    signedIn.addChildren([
      centre.addChildren([home, identity, messages, section]),
      caseRoute,
      call,
      room,
      prepare,
      compare,
      phone,
      consent,
      run,
      result,
      offline,
    ]),
  ]),
  basepath: '/s',
  defaultErrorComponent: BrokenPage,
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof sellerRouter
  }
}
