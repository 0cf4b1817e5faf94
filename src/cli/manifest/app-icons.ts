/** The two icons that Teams wants of an app: two marks, one over the other, as two people make them. */
import { png } from './png.ts'

type Point = readonly [x: number, y: number]
type Colour = readonly [red: number, green: number, blue: number, alpha: number]

interface Mark {
  /** In parts of the icon's side. */
  through: readonly Point[]
  width: number
  colour: Colour
}

const WHITE: Colour = [255, 255, 255, 1]
const tick = (right: number, down: number): Point[] => [
  [0.27 + right, 0.5 + down],
  [0.41 + right, 0.64 + down],
  [0.65 + right, 0.34 + down],
]

/** 192 × 192, in colour to its edges: Teams rounds its corners. */
export function colourIcon(): Uint8Array {
  const behind: Colour = [127, 182, 214, 1]
  return drawn(
    192,
    [31, 58, 77, 1],
    [
      { through: tick(-0.07, 0), width: 0.085, colour: behind },
      // A gap in the ground's colour keeps the two apart where they cross.
      { through: tick(0.14, 0), width: 0.14, colour: [31, 58, 77, 1] },
      { through: tick(0.14, 0), width: 0.085, colour: WHITE },
    ],
  )
}

/** 32 × 32, white on nothing, as the schema wants it. */
export function outlineIcon(): Uint8Array {
  const wide = (points: Point[]): Point[] => points.map(([x, y]) => [(x - 0.5) * 1.45 + 0.5, (y - 0.5) * 1.45 + 0.5])
  return drawn(
    32,
    [255, 255, 255, 0],
    [
      { through: wide(tick(-0.07, 0)), width: 0.085, colour: WHITE },
      { through: wide(tick(0.14, 0)), width: 0.19, colour: [255, 255, 255, 0] },
      { through: wide(tick(0.14, 0)), width: 0.085, colour: WHITE },
    ],
  )
}

/** Later marks cover earlier ones; one that is clear takes away what it covers. */
function drawn(size: number, ground: Colour, marks: readonly Mark[]): Uint8Array {
  const pixels = new Uint8Array(size * size * 4)
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const at: Point = [(x + 0.5) / size, (y + 0.5) / size]
      const [red, green, blue, alpha] = marks.reduce((under, mark) => blend(under, mark.colour, covered(mark, at, size)), ground)
      pixels.set([red, green, blue, Math.round(alpha * 255)].map(Math.round), (y * size + x) * 4)
    }
  return png(size, pixels)
}

/** How much of the pixel the mark covers: its edge is as soft as one pixel is wide. */
function covered({ through, width }: Mark, at: Point, size: number): number {
  const away = Math.min(...through.slice(1).map((to, index) => distance(at, through[index] ?? to, to)))
  return Math.min(1, Math.max(0, (width / 2 - away) * size + 0.5))
}

function distance([x, y]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [alongX, alongY] = [toX - fromX, toY - fromY]
  const part = Math.min(1, Math.max(0, ((x - fromX) * alongX + (y - fromY) * alongY) / (alongX ** 2 + alongY ** 2)))
  return Math.hypot(x - fromX - part * alongX, y - fromY - part * alongY)
}

function blend(under: Colour, over: Colour, part: number): Colour {
  const mix = (index: 0 | 1 | 2 | 3): number => under[index] + (over[index] - under[index]) * part
  return [mix(0), mix(1), mix(2), mix(3)]
}
