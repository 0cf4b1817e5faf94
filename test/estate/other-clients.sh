#!/usr/bin/env bash
# TDS clients that others wrote, against a running practice estate (the line of JSON of `npm run -s estate -- --json` on standard input).
# Wants Debian's freetds-bin, python3-pymssql and tshark; says what is missing and ends with 77 where they are not there.
# Run it from the clone's root. Ends with 0 when every line says ok.
set -uo pipefail

python=/usr/bin/python3 # other Pythons on the PATH do not see Debian's packages
missing=()
command -v tsql >/dev/null || missing+=(freetds-bin)
"$python" -c 'import pymssql' 2>/dev/null || missing+=(python3-pymssql)
command -v tshark >/dev/null || missing+=(tshark)
if [ ${#missing[@]} -gt 0 ]; then echo "not here: ${missing[*]}"; exit 77; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/estate.json"
of() { node -p 'const estate = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")); ({ ca: estate.ca, ...estate.instances.find(({ name }) => name === "SEC") })[process.argv[2]]' "$work/estate.json" "$1"; }
port=$(of port) user=$(of user) password=$(of password) ca=$(of ca)
export TDS_PORT=$port TDS_USER=$user TDS_PASSWORD=$password LC_ALL=C.UTF-8

failed=0
# expect NAME PATTERN TEXT
expect() {
  if grep -qE -- "$2" <<<"$3"; then echo "ok    $1"; else echo "FAIL  $1: no line matches \"$2\" in:"; sed 's/^/      /' <<<"$3"; failed=1; fi
}

# servers NAME ENCRYPTION CA
cat >"$work/freetds.conf" <<EOF
[global]
  tds version = 7.4
  client charset = UTF-8
  host = 127.0.0.1
  port = $port
[clear]
  encryption = off
[tls]
  encryption = require
  ca file = $ca
  check certificate hostname = yes
[distrust]
  encryption = require
  ca file = /etc/ssl/certs/ca-certificates.crt
[old72]
  encryption = off
  tds version = 7.2
EOF
# ask SERVER PASSWORD STATEMENT
ask() { printf '%s\ngo\n' "$3" | FREETDSCONF="$work/freetds.conf" timeout 20 tsql -S "$1" -U "$user" -P "$2" 2>&1; }

capture="$work/capture.pcap"
tshark -q -i lo -f "tcp port $port" -w "$capture" 2>"$work/tshark.log" &
tshark=$!
for _ in $(seq 50); do [ -s "$capture" ] && break; sleep 0.1; done

databases="SELECT name, state_desc FROM sys.databases WHERE name = N'mgc'"
for server in clear tls old72; do expect "tsql reads a catalog view ($server)" '^mgc\s+RESTORING' "$(ask "$server" "$password" "$databases")"; done
expect 'tsql does not trust another authority' 'failed|cannot|Adaptive Server connection' "$(ask distrust "$password" "$databases")"
expect 'tsql is refused with a wrong password' 'Msg 18456 \(severity 14' "$(ask clear wrong "$databases")"
expect 'tsql gets an error with number, level and line' 'Msg 50123 \(severity 16, state 2\)' "$(ask clear "$password" "THROW 50123, N'닫힘', 2;")"
expect 'tsql hears progress' 'percent processed' "$(ask clear "$password" "BACKUP DATABASE master TO DISK = N'D:\\other-clients.bak' WITH STATS = 10;")"

expect 'pymssql: texts, numbers, dates, an error, a rollback' '^fine$' "$("$python" - 2>&1 <<'EOF'
import datetime, decimal, os, pymssql
with pymssql.connect(server='127.0.0.1', port=os.environ['TDS_PORT'], user=os.environ['TDS_USER'], password=os.environ['TDS_PASSWORD'],
                     database='master', appname='other client', login_timeout=10, timeout=20) as connection:
    cursor = connection.cursor()
    text = "상시 대화 😀 mgc'; DROP DATABASE mgc; --" + '가' * 300
    cursor.execute('SELECT t = %s, n = CAST(%s AS numeric(25,0)), i = CAST(%d AS int), nothing = NULL', (text, '46000000031200001', -7))
    assert cursor.fetchall() == [(text, decimal.Decimal('46000000031200001'), -7, None)]
    cursor.execute('SELECT name, create_date FROM sys.databases ORDER BY name')
    rows = cursor.fetchall()
    assert 'mgc' in [name for name, _ in rows], rows
    assert all(isinstance(at, datetime.datetime) for _, at in rows), rows
    try:
        cursor.execute("RESTORE LOG mgc FROM DISK = N'D:\\nowhere.trn' WITH NORECOVERY")
        raise SystemExit('a missing file was restored')
    except pymssql.Error as error:
        assert error.args[0] in (3013, 3201, 226, 3021), error
    connection.rollback()
print('fine')
EOF
)"

expect 'mssql: bound parameters, for the capture' '^fine$' "$(node --no-warnings --input-type=module 2>&1 <<'EOF'
import sql from 'mssql'
const { TDS_PORT, TDS_USER: user, TDS_PASSWORD: password } = process.env
const pool = await sql.connect({ server: '127.0.0.1', port: Number(TDS_PORT), user, password, options: { encrypt: false } })
const evil = "mgc'; DROP DATABASE mgc; --"
const { recordset } = await pool.request().input('t', sql.NVarChar(128), evil).input('big', sql.NVarChar(sql.MAX), '가'.repeat(9000)).input('n', sql.BigInt, '9007199254740993')
  .query('SELECT t = @t, big = @big, n = @n')
console.log(recordset[0].t === evil && recordset[0].big.length === 9000 && recordset[0].n === '9007199254740993' ? 'fine' : recordset)
await pool.close()
EOF
)"

sleep 1
kill -INT "$tshark" 2>/dev/null
wait "$tshark" 2>/dev/null
if [ ! -s "$capture" ]; then
  echo "skip  tshark may not capture on lo here: $(tail -n 1 "$work/tshark.log")"
else
  frames() { tshark -r "$capture" -d "tcp.port==$port,tds" -Y "$1" -T fields -e frame.number 2>/dev/null | wc -l; }
  total=$(frames tds) malformed=$(frames 'tds && (_ws.malformed || _ws.expert.severity == error)')
  expect "tshark: $malformed malformed of $total TDS frames" '^0 of [1-9][0-9]+$' "$malformed of $total"
fi
exit "$failed"
