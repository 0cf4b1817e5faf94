/** Makes a picture of a page small: the same PNG with at most 256 colours. Pages have few; what edges of letters add to them is close to another one. */
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
const MOST = 256

/** `png`: as a browser makes it, 8 bits a channel, with or without alpha, not interlaced. Throws for any other. */
export function palettePng(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png)
  const { palette, indexOf } = paletteOf(pixels)
  const lines = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) lines[y * (width + 1) + x + 1] = indexOf(pixels.readUIntBE((y * width + x) * 3, 3))
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits a pixel, each the number of a colour.
  header.set([8, 3, 0, 0, 0], 8)
  const colours = Buffer.alloc(palette.length * 3)
  for (const [index, colour] of palette.entries()) colours.writeUIntBE(colour, index * 3, 3)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Three bytes a pixel, from the top left. */
function decode(png: Buffer): { width: number; height: number; pixels: Buffer } {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('this is no PNG')
  const parts = [...chunksOf(png)]
  const header = parts.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13)
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const [depth, kind, , , interlaced] = header.subarray(8)
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0)
    throw new Error(`a PNG of depth ${depth} and kind ${kind} is not read here`)
  const size = kind === 2 ? 3 : 4
  const raw = inflateSync(Buffer.concat(parts.filter(({ type }) => type === 'IDAT').map(({ data }) => data)))
  const pixels = Buffer.alloc(width * height * 3)
  let above: Buffer = Buffer.alloc(width * size)
  for (let y = 0; y < height; y++) {
    const start = y * (width * size + 1)
    const line = unfilter(raw[start] ?? 0, raw.subarray(start + 1, start + 1 + width * size), above, size)
    for (let x = 0; x < width; x++) line.copy(pixels, (y * width + x) * 3, x * size, x * size + 3)
    above = line
  }
  return { width, height, pixels }
}

function* chunksOf(png: Buffer): Generator<{ type: string; data: Buffer }> {
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    yield { type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) }
    at += length + 12
  }
}

/** PNG 1.2, section 6: a byte is written as what it differs by from its neighbours. */
function unfilter(kind: number, line: Buffer, above: Buffer, size: number): Buffer {
  const out = Buffer.alloc(line.length)
  for (const [index, byte] of line.entries()) {
    const left = out[index - size] ?? 0
    const up = above[index] ?? 0
    const corner = index < size ? 0 : (above[index - size] ?? 0)
    const guess = [0, left, up, (left + up) >> 1, nearestOf(left, up, corner)][kind]
    if (guess === undefined) throw new Error(`a line of a PNG is filtered in the unknown way ${kind}`)
    out[index] = byte + guess
  }
  return out
}

function nearestOf(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

/** The colours that most pixels have; any other becomes the nearest of them. */
function paletteOf(pixels: Buffer): { palette: number[]; indexOf: (colour: number) => number } {
  const counts = new Map<number, number>()
  for (let at = 0; at < pixels.length; at += 3) {
    const colour = pixels.readUIntBE(at, 3)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  // Of colours that nobody tells apart, the most frequent one stands for all.
  const alike = new Map<number, number>()
  const frequent = [...counts].toSorted((a, b) => b[1] - a[1])
  for (const [colour] of frequent) if (!alike.has(colour & 0xf8f8f8)) alike.set(colour & 0xf8f8f8, colour)
  const palette = [...alike.values()].slice(0, MOST)
  const known = new Map(palette.map((colour, index) => [colour, index]))
  const indexOf = (colour: number): number => {
    const index = known.get(colour) ?? nearest(palette, colour)
    known.set(colour, index)
    return index
  }
  return { palette, indexOf }
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (const [index, each] of palette.entries()) {
    const far = [16, 8, 0].reduce((sum, shift) => sum + (((each >> shift) & 255) - ((colour >> shift) & 255)) ** 2, 0)
    if (far < least) [best, least] = [index, far]
  }
  return best
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(named.length + 8)
  out.writeUInt32BE(data.length, 0)
  named.copy(out, 4)
  out.writeUInt32BE(crc32(named), named.length + 4)
  return out
}
