import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { RequestFailure } from '../kit/request.ts'
import { isSessionOver, meQuery } from './calls/desk-queries.ts'
import { deskRouter } from './routes.tsx'

/** What the server refused stays refused; what never reached it is tried again. */
const retryOutagesOnly = (failures: number, error: unknown): boolean =>
  failures < 3 && !(error instanceof RequestFailure && error.kind === 'refused')

/** Whatever finds out that the session is over has the gate look again, which then asks to sign in. */
const lookWhoIsSignedIn = (error: unknown): void => {
  if (isSessionOver(error)) void queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
}

const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryKey[0] !== meQuery.queryKey[0]) lookWhoIsSignedIn(error)
    },
  }),
  mutationCache: new MutationCache({ onError: lookWhoIsSignedIn }),
  defaultOptions: {
    queries: { retry: retryOutagesOnly, staleTime: 2000, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})

export const DeskApp = () => (
  <QueryClientProvider client={queryClient}>
    <RouterProvider router={deskRouter as never} />
  </QueryClientProvider>
)
