import { startPage } from '../kit/start-page.tsx'
import { SellerApp } from './seller-app.tsx'

void startPage(['seller', 'refusal'], <SellerApp />)
