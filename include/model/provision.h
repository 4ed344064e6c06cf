#pragma once
/*
 * A setup file: how a kiosk is enrolled without typing. One strict JSON object, which whoever sets
 * kiosks up puts onto a stick: {"version": 1, "hub": "https://hub.example", "code":
 * "XXXXX-XXXXX-XXXXX-XXXXX", "ca": "-----BEGIN CERTIFICATE-----..."}. The certificate, of a proxy
 * that looks into TLS, may be left out. docs/STAFF.md explains it. The code is a secret.
 */
#include "survey.h"

#define PROVISION_FILE "yousaid-setup.json"

enum {
    PROVISION_VERSION = 1,
    PROVISION_FILE_MAX = 32 * 1024,
    PROVISION_HUB_MAX = 400,
    PROVISION_CODE_MAX = 40,
    PROVISION_CA_MAX = 24 * 1024,
};

struct provision {
    char hub[PROVISION_HUB_MAX + 1];
    char code[PROVISION_CODE_MAX + 1];
    char ca[PROVISION_CA_MAX + 1]; /* PEM; "" for none */
};

/* All problems are reported in one go; false when there was an error. No value of the file is in
 * them. */
MUST_CHECK bool provision_read(struct span bytes, struct provision *ret, struct problems *problems);
