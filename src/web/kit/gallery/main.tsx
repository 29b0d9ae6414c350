import { startPage } from '../start-page.tsx'
import { Gallery } from './gallery.tsx'

void startPage(['refusal'], <Gallery />)
