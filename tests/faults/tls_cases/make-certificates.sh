#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# make-certificates.sh DIR: authorities, revocation lists, and NAME.pem with NAME.key for every way a server's certificate may be right
# or wrong. A name without a dot is good for NAME.localhost unless its line says otherwise.
set -eu
cd "$1"

cat >base.cnf <<'CONFIG'
[req]
distinguished_name = any
[ca]
default_ca = one
[one]
dir = ${ENV::CA}.d
database = $dir/index.txt
serial = $dir/serial
crlnumber = $dir/crlnumber
new_certs_dir = $dir
certificate = ${ENV::CA}.pem
private_key = ${ENV::CA}.key
default_md = sha256
default_days = 30
default_crl_days = 7
policy = any
unique_subject = no
email_in_dn = no
[any]
commonName = supplied
CONFIG
export CA=root

new_key() {
    name=$1
    shift
    openssl genpkey "$@" -out "$name.key" 2>/dev/null
}
for curve in P-256 P-384 P-521 secp256k1 brainpoolP256r1; do
    new_key "$(echo "$curve" | tr 'A-Z' 'a-z' | tr -d '-')" -algorithm EC -pkeyopt "ec_paramgen_curve:$curve"
done
for bits in 1024 2048 3072; do
    new_key "rsa$bits" -algorithm RSA -pkeyopt "rsa_keygen_bits:$bits"
done
new_key pss -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:3072
new_key ed25519 -algorithm ED25519
new_key ed448 -algorithm ED448
openssl genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:1024 -out dsa.par 2>/dev/null
openssl genpkey -paramfile dsa.par -out dsa.key
new_key twin -algorithm EC -pkeyopt ec_paramgen_curve:P-256

# extensions TEXT: one a line, from a list with ";" between; "%" stands for a ";" within one.
extensions() {
    printf '%s' "$1" | tr ';%' '\n;' >ext.cnf
    echo >>ext.cnf
}
new_folder() {
    mkdir -p "$1.d"
    : >"$1.d/index.txt"
    echo "${2:-01}" >"$1.d/serial"
    echo 01 >"$1.d/crlnumber"
}
ca_use='basicConstraints=critical,CA:TRUE;subjectKeyIdentifier=hash;keyUsage=critical,keyCertSign,cRLSign'

# root NAME KEY [CN [days]]: an authority that signed itself.
root() {
    new_folder "$1"
    [ "$1" = "$2" ] || cp "$2.key" "$1.key"
    CA=$1
    extensions "$ca_use"
    openssl req -config base.cnf -new -key "$1.key" -subj "/CN=Voorbeeld ${3:-$1}" -out "$1.csr"
    openssl ca -config base.cnf -batch -notext -extfile ext.cnf -selfsign -keyfile "$1.key" -in "$1.csr" -out "$1.pem" ${4:-} ${5:-} ${6:-} \
        ${7:-} 2>>log
    CA=root
}
# issue NAME KEY AUTHORITY EXTENSIONS [options of openssl ca...]
issue() {
    name=$1 key=$2 CA=$3
    [ "$key" = "$name" ] || cp "$key.key" "$name.key"
    extensions "$4"
    shift 4
    openssl req -config base.cnf -new -key "$name.key" -subj "/CN=${CN:-$name.localhost}" -out "$name.csr"
    openssl ca -config base.cnf -batch -notext -extfile ext.cnf -in "$name.csr" -out "$name.pem" "$@" 2>>log
    CA=root
}
no_ca='basicConstraints=critical,CA:FALSE'
use='keyUsage=critical,digitalSignature;extendedKeyUsage=serverAuth'
# server NAME KEY AUTHORITY [options]: a good one but for what is said here.
server() {
    name=$1 key=$2 authority=$3
    shift 3
    issue "$name" "$key" "$authority" "$no_ca;$use;subjectAltName=${SAN:-DNS:$name.localhost}" "$@"
}
# sub NAME KEY AUTHORITY EXTENSIONS [options]: an authority below another, and a server by it, NAME-leaf, with it in its chain.
sub() {
    new_folder "$1"
    CN="Voorbeeld $1" issue "$@"
    server "$1-leaf" p256 "$1"
    cat "$1.pem" >>"$1-leaf.pem"
}

past='-startdate 20200101000000Z -enddate 20200201000000Z'
future='-startdate 20490101000000Z -enddate 20491231000000Z'
root root p256
root other p256
root twin twin root
root rsa rsa3072
# shellcheck disable=SC2086
root ended p256 ended $past

server good p256 root
server p384 p384 root
server rsa3072 rsa3072 root
server sha384 p256 root -md sha384
server sha512 p256 root -md sha512
server byrsa p256 rsa
server bypss p256 rsa -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:-1
server pss pss root
sub inter p256 root "$ca_use"
server short p256 inter
cat inter-leaf.pem root.pem >withroot.pem
cp p256.key withroot.key
SAN='DNS:withroot.localhost' server withroot p256 inter
cat inter.pem root.pem >>withroot.pem
server order p256 inter
cat root.pem inter.pem >>order.pem
server extra p256 root
cat other.pem >>extra.pem
sub fakeca p256 root "$no_ca;$use;subjectAltName=DNS:fakeca.localhost"
sub nosign p256 root 'basicConstraints=critical,CA:TRUE;keyUsage=critical,digitalSignature'
sub weakca rsa1024 root "$ca_use"
sub sha1ca p256 root "$ca_use" -md sha1
# shellcheck disable=SC2086
sub endedca p256 root "$ca_use" $past
sub lostca p256 root "$ca_use"
sub named p256 root "$ca_use;nameConstraints=critical,permitted%DNS:elsewhere.example"
new_folder flat
CN='Voorbeeld flat' issue flat p256 root 'basicConstraints=critical,CA:TRUE,pathlen:0;keyUsage=critical,keyCertSign,cRLSign'
new_folder below
CN='Voorbeeld below' issue below p256 flat "$ca_use"
server deep p256 below
cat below.pem flat.pem >>deep.pem
above=root
for level in 1 2 3 4 5 6 7 8 9 10 11 12; do
    new_folder "level$level"
    CN="Voorbeeld level $level" issue "level$level" p256 "$above" "$ca_use"
    above=level$level
done
server tower p256 level12
for level in 12 11 10 9 8 7 6 5 4 3 2 1; do cat "level$level.pem" >>tower.pem; done

SAN=DNS:elsewhere.localhost server name p256 root
issue cnonly p256 root "$no_ca;$use"
SAN=DNS:*.localhost server star p256 root
SAN=DNS:* server bare p256 root
SAN=DNS:pa*.localhost server part p256 root
SAN=DNS:*.*.localhost server two.stars p256 root
SAN=DNS:*.localhost server too.deep p256 root
SAN=DNS:UPPER.LocalHost server upper p256 root
# [2] "nul.localhost\0.example"
SAN=DER:301882166e756c2e6c6f63616c686f7374002e6578616d706c65 server nul p256 root
SAN=URI:https://uri.localhost/ server uri p256 root
SAN=email:mail@mail.localhost server mail p256 root
SAN=IP:127.0.0.1 server ip p256 root
SAN=IP:127.0.0.2 server otherip p256 root
# shellcheck disable=SC2086
server expired p256 root $past
# shellcheck disable=SC2086
server future p256 root $future
server endedroot p256 ended
server stranger p256 other
SAN=DNS:login.example server portal p256 other
server doppel p256 twin
issue client p256 root "$no_ca;keyUsage=critical,digitalSignature;extendedKeyUsage=clientAuth;subjectAltName=DNS:client.localhost"
issue code p256 root "$no_ca;extendedKeyUsage=codeSigning;subjectAltName=DNS:code.localhost"
issue nouse p256 root "$no_ca;subjectAltName=DNS:nouse.localhost"
issue signer p256 root "$no_ca;keyUsage=critical,keyCertSign;extendedKeyUsage=serverAuth;subjectAltName=DNS:signer.localhost"
issue critical p256 root "$no_ca;$use;subjectAltName=DNS:critical.localhost;1.2.3.4.5=critical,ASN1:UTF8String:Voorbeeld"
for key in rsa1024 rsa2048 p521 secp256k1 brainpoolp256r1 ed25519 ed448 dsa; do server "$key" "$key" root; done
for md in sha1 sha224 sha3-256; do server "$md" p256 root -md "$md"; done
server md5 p256 rsa -md md5
server revoked p256 root
many=DNS:large.localhost
many=$many$(seq -f ',DNS:name-%06g.a-long-name-for-example.localhost' 1 600)
SAN=$(printf '%s' "$many" | tr -d '\n') server large p256 root
root self p256
extensions "$no_ca;$use;subjectAltName=DNS:self.localhost"
openssl x509 -req -in self.csr -key p256.key -sha256 -days 30 -extfile ext.cnf -out self.pem 2>>log
server garbled p256 root
openssl x509 -in garbled.pem -outform DER -out garbled.der
last=$(($(wc -c <garbled.der) - 1))
byte=$(od -An -tu1 -j "$last" garbled.der | tr -d " ")
printf "\\$(printf %03o $((byte ^ 1)))" | dd of=garbled.der bs=1 seek="$last" conv=notrunc 2>/dev/null
openssl x509 -inform DER -in garbled.der -out garbled.pem
cp p256.key garbage.key

# Client certificates.
client_use="$no_ca;keyUsage=critical,digitalSignature;extendedKeyUsage=clientAuth"
CN=kiosk-1 issue foreign p256 other "$client_use"

# Revocation lists.
crl() {
    out=$1 CA=$2
    shift 2
    openssl ca -config base.cnf -gencrl -out "$out" "$@" 2>>log
    CA=root
}
openssl ca -config base.cnf -revoke revoked.pem 2>>log
openssl ca -config base.cnf -revoke lostca.pem 2>>log
crl crl.pem root
crl crl-expired.pem root -crl_lastupdate 20200101000000Z -crl_nextupdate 20200201000000Z
crl crl-future.pem root -crl_lastupdate 20490101000000Z -crl_nextupdate 20490201000000Z
crl crl-sha1.pem root -md sha1
crl crl-other.pem other
crl crl-twin.pem twin
: >empty.pem
head -c 3000 /dev/zero | tr '\0' 'A' >garbage.pem
{ for _ in $(seq 1200); do cat root.pem; done; } >huge.pem
