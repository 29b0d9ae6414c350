/**
 * Memory of model inputs, used again and again: a look needs up to six megabytes of them, and fresh memory has to be
 * cleared by the system first and collected afterwards. An input that was taken here is given back by the model's run.
 */
const spare = new Map<number, Float32Array<ArrayBuffer>[]>()
const lent = new WeakSet<Float32Array>()
/** Few shapes exist (see `load.ts`), and one thread runs one model at a time. */
const mostOfALength = 2

/** So many floats, with whatever was in them. */
export const takeTensor = (length: number): Float32Array<ArrayBuffer> => {
  const tensor = spare.get(length)?.pop() ?? new Float32Array(length)
  lent.add(tensor)
  return tensor
}

/** For the next one who asks for this length; memory that did not come from here is left alone. */
export const giveBackTensor = (tensor: Float32Array): void => {
  if (!lent.delete(tensor)) return
  const same = spare.get(tensor.length) ?? []
  spare.set(tensor.length, same)
  if (same.length < mostOfALength) same.push(tensor as Float32Array<ArrayBuffer>)
}
