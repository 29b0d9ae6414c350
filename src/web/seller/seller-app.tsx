import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { RequestFailure } from '../kit/request.ts'
import { sellerRouter } from './routes.tsx'

/** What the server refused stays refused; what never reached it is tried again. */
const retryOutagesOnly = (failures: number, error: unknown): boolean =>
  failures < 4 && !(error instanceof RequestFailure && error.kind === 'refused')

const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: retryOutagesOnly, staleTime: 2000, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})

export const SellerApp = () => (
  <QueryClientProvider client={queryClient}>
    <RouterProvider router={sellerRouter} />
  </QueryClientProvider>
)
