import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { lazy } from 'react'
import { boardFilterOf } from './board/board-words.ts'
import type { CaseFilter } from './calls/desk-queries.ts'
import { isCaseStatus } from './cases/case-words.ts'
import { CasesPage } from './cases/cases-page.tsx'
import { NotFoundPage, RootPage } from './frame/root-page.tsx'
import { SignedIn } from './frame/signed-in.tsx'
import { StartPage } from './frame/start-page.tsx'
import type { SellerFilter } from './sellers/seller-queries.ts'

/**
 * The addresses of the desk, all below `/desk`. Pages take what stands in their address as properties, so that none of
 * them knows the router. Signing in has no address: it stands before whatever was asked for.
 */
const root = createRootRoute({ component: RootPage, notFoundComponent: NotFoundPage })

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./sign-in/welcome-page.tsx'), 'WelcomePage'),
})

const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', component: SignedIn })
const start = createRoute({ getParentRoute: () => signedIn, path: '/', component: StartPage })

const cases = createRoute({
  getParentRoute: () => signedIn,
  path: '/cases',
  validateSearch: ({ status, seller }: Record<string, unknown>): CaseFilter => ({
    ...(isCaseStatus(status) ? { status } : {}),
    ...(typeof seller === 'string' || typeof seller === 'number' ? { seller: String(seller) } : {}),
  }),
  component: () => <CasesPage filter={cases.useSearch()} />,
})

const openCase = createRoute({
  getParentRoute: () => signedIn,
  path: '/cases/new',
  component: lazyRouteComponent(() => import('./cases/open-case-page.tsx'), 'OpenCasePage'),
})

const CasePage = lazy(async () => ({ default: (await import('./cases/case-page.tsx')).CasePage }))
const oneCase = createRoute({
  getParentRoute: () => signedIn,
  path: '/cases/$caseId',
  component: () => {
    const { caseId } = oneCase.useParams()
    return <CasePage key={caseId} caseId={caseId} />
  },
})

const ReviewPage = lazy(async () => ({ default: (await import('./review/review-page.tsx')).ReviewPage }))
const review = createRoute({
  getParentRoute: () => signedIn,
  path: '/cases/$caseId/attempts/$attemptId',
  component: () => {
    const { caseId, attemptId } = review.useParams()
    return <ReviewPage key={`${caseId}.${attemptId}`} caseId={caseId} attemptId={attemptId} />
  },
})

const SellersPage = lazy(async () => ({ default: (await import('./sellers/sellers-page.tsx')).SellersPage }))
const sellers = createRoute({
  getParentRoute: () => signedIn,
  path: '/sellers',
  validateSearch: ({ begins }: Record<string, unknown>): SellerFilter =>
    typeof begins === 'string' || typeof begins === 'number' ? { begins: String(begins) } : {},
  component: () => <SellersPage filter={sellers.useSearch()} />,
})

const SellerPage = lazy(async () => ({ default: (await import('./sellers/seller-page.tsx')).SellerPage }))
const oneSeller = createRoute({
  getParentRoute: () => signedIn,
  path: '/sellers/$sellerId',
  component: () => {
    const { sellerId } = oneSeller.useParams()
    return <SellerPage key={sellerId} sellerId={sellerId} />
  },
})

const BoardPage = lazy(async () => ({ default: (await import('./board/board-page.tsx')).BoardPage }))
const board = createRoute({
  getParentRoute: () => signedIn,
  path: '/restrictions',
  validateSearch: boardFilterOf,
  component: () => <BoardPage filter={board.useSearch()} />,
})

const appointments = createRoute({
  getParentRoute: () => signedIn,
  path: '/appointments',
  component: lazyRouteComponent(() => import('./appointments/appointments-page.tsx'), 'AppointmentsPage'),
})

const CallRoomPage = lazy(async () => ({ default: (await import('./call-room/call-room-page.tsx')).CallRoomPage }))
const callRoom = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls/$bookingId',
  component: () => {
    const { bookingId } = callRoom.useParams()
    return <CallRoomPage key={bookingId} bookingId={bookingId} />
  },
})

const roster = createRoute({
  getParentRoute: () => signedIn,
  path: '/roster',
  component: lazyRouteComponent(() => import('./roster/roster-page.tsx'), 'RosterPage'),
})

const rules = createRoute({
  getParentRoute: () => signedIn,
  path: '/rules',
  component: lazyRouteComponent(() => import('./rules/rules-page.tsx'), 'RulesPage'),
})

const RuleProgramPage = lazy(async () => ({ default: (await import('./rules/rule-program-page.tsx')).RuleProgramPage }))
const ruleProgram = createRoute({
  getParentRoute: () => signedIn,
  path: '/rules/$program',
  component: () => {
    const { program } = ruleProgram.useParams()
    return <RuleProgramPage key={program} program={program} />
  },
})

const ReplayPage = lazy(async () => ({ default: (await import('./rules/replay-page.tsx')).ReplayPage }))
const ruleReplay = createRoute({
  getParentRoute: () => signedIn,
  path: '/rules/$program/$version/replay',
  component: () => {
    const { program, version } = ruleReplay.useParams()
    return <ReplayPage key={`${program}.${version}`} program={program} version={Number(version)} />
  },
})

const RuleVersionPage = lazy(async () => ({ default: (await import('./rules/rule-version-page.tsx')).RuleVersionPage }))
const ruleVersion = createRoute({
  getParentRoute: () => signedIn,
  path: '/rules/$program/$version',
  component: () => {
    const { program, version } = ruleVersion.useParams()
    return <RuleVersionPage key={`${program}.${version}`} program={program} version={Number(version)} />
  },
})

const staff = createRoute({
  getParentRoute: () => signedIn,
  path: '/staff',
  component: lazyRouteComponent(() => import('./admin/staff-page.tsx'), 'StaffPage'),
})

const apiKeys = createRoute({
  getParentRoute: () => signedIn,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('./admin/api-keys-page.tsx'), 'ApiKeysPage'),
})

const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/account',
  component: lazyRouteComponent(() => import('./admin/account-page.tsx'), 'AccountPage'),
})

export const deskRouter = createRouter({
  routeTree: root.addChildren([
    welcome,
    signedIn.addChildren([
      start,
      cases,
      openCase,
      oneCase,
      review,
      sellers,
      oneSeller,
      board,
      appointments,
      callRoom,
      roster,
      rules,
      ruleProgram,
      ruleVersion,
      ruleReplay,
      staff,
      apiKeys,
      account,
    ]),
  ]),
  basepath: '/desk',
  // A page that is fetched ahead of the click would be a look that nobody took.
  defaultPreload: false,
  scrollRestoration: true,
})
