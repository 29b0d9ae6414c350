import { staffLanguages } from '#domain/language.ts'
import { startPage } from '../kit/start-page.tsx'
import { DeskApp } from './desk-app.tsx'

void startPage(['desk', 'refusal', 'board'], <DeskApp />, staffLanguages)
