import type { ModelUsed } from '../inspection.ts'
import type { OperatorHeard } from '../voice/operator-hearing.ts'
import { type ModelName, modelFile } from './manifest.ts'

/** What took part in an inspection: pinned models by their manifest, the operator's own as they were when added. */
export const modelsUsed = (pinned: Iterable<ModelName>, { speaker, recogniser }: OperatorHeard): ModelUsed[] => [
  ...[...pinned].map((name) => {
    const { package: npmPackage, version, file, sha256, licence } = modelFile(name)
    return { name, package: npmPackage, version, file, sha256, licence }
  }),
  ...[speaker, recogniser].flatMap((one) =>
    one === null ? [] : [{ ...withoutKind(one.model), package: 'operator', file: `operator/${one.model.name}` }],
  ),
]

const withoutKind = ({ name, version, sha256, licence }: NonNullable<OperatorHeard['speaker']>['model']) => ({
  name,
  version,
  sha256,
  licence,
})
