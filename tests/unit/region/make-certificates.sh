#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# make-certificates.sh DIR: an authority in DIR (ca.pem), another one (other-ca.pem), a revocation list (crl.pem, and
# crl-expired.pem), and one server certificate NAME.pem with NAME.key for every way a server may be right or wrong. Good and bad
# client certificates: kiosk.pem, kiosk.key, stranger.pem, stranger.key.
set -eu
cd "$1"

for who in ca other-ca; do
    mkdir -p "$who.d"
    : >"$who.d/index.txt"
    echo 01 >"$who.d/serial"
    echo 01 >"$who.d/crlnumber"
done

cat >openssl.cnf <<'CONFIG'
[req]
distinguished_name = dn
[dn]
[ca]
default_ca = ca_ca
[ca_ca]
dir = ca.d
database = $dir/index.txt
serial = $dir/serial
crlnumber = $dir/crlnumber
new_certs_dir = $dir
certificate = ca.pem
private_key = ca.key
default_md = sha256
default_days = 30
default_crl_days = 7
policy = any
unique_subject = no
email_in_dn = no
[other-ca_ca]
dir = other-ca.d
database = $dir/index.txt
serial = $dir/serial
crlnumber = $dir/crlnumber
new_certs_dir = $dir
certificate = other-ca.pem
private_key = other-ca.key
default_md = sha256
default_days = 30
policy = any
[any]
commonName = supplied
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = DNS:${ENV::NAME}.localhost
[no_san]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth
[client]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = clientAuth
subjectAltName = DNS:${ENV::NAME}.localhost
CONFIG
export NAME=none

p256='ec -pkeyopt ec_paramgen_curve:P-256'
for who in ca other-ca; do
    # shellcheck disable=SC2086
    openssl req -config openssl.cnf -x509 -newkey $p256 -noenc -sha256 -days 30 -subj "/CN=Voorbeeld $who" \
        -extensions authority -keyout "$who.key" -out "$who.pem"
done

# issue NAME AUTHORITY KIND EXTENSIONS [options of openssl ca...]; SAN is NAME.localhost unless HOST says otherwise.
issue() {
    name=$1 authority=$2 kind=$3 extensions=$4
    shift 4
    NAME=${HOST:-$name}
    # shellcheck disable=SC2086
    openssl req -config openssl.cnf -new -newkey $kind -noenc -subj "/CN=$NAME.localhost" -keyout "$name.key" -out "$name.csr"
    openssl ca -config openssl.cnf -name "${authority}_ca" -batch -notext -extensions "$extensions" -in "$name.csr" \
        -out "$name.pem" "$@"
}

issue good ca "$p256" server
issue p384 ca 'ec -pkeyopt ec_paramgen_curve:P-384' server
issue rsa3072 ca rsa:3072 server
issue tls12 ca "$p256" server
HOST=elsewhere issue name ca "$p256" server
issue expired ca "$p256" server -startdate 20200101000000Z -enddate 20200201000000Z
issue future ca "$p256" server -startdate 20490101000000Z -enddate 20491231000000Z
issue otherca other-ca "$p256" server
HOST=elsewhere issue portal other-ca "$p256" server
issue rsa1024 ca rsa:1024 server
issue rsa2048 ca rsa:2048 server
issue sha1 ca "$p256" server -md sha1
issue usage ca "$p256" client
issue cnonly ca "$p256" no_san
issue p521 ca 'ec -pkeyopt ec_paramgen_curve:P-521' server
issue revoked ca "$p256" server
issue kiosk ca "$p256" client
issue stranger other-ca "$p256" client
NAME=selfsigned
# shellcheck disable=SC2086
openssl req -config openssl.cnf -x509 -newkey $p256 -noenc -sha256 -days 30 -subj "/CN=$NAME.localhost" \
    -extensions server -keyout selfsigned.key -out selfsigned.pem

openssl ca -config openssl.cnf -name ca_ca -revoke revoked.pem
openssl ca -config openssl.cnf -name ca_ca -gencrl -out crl.pem
openssl ca -config openssl.cnf -name ca_ca -gencrl -crl_lastupdate 20200101000000Z -crl_nextupdate 20200201000000Z \
    -out crl-expired.pem
