#pragma once
/*
 * The few statistics that the hub uses, as plain arithmetic. Shares are counts out of n; intervals
 * are in percent or points. Nothing here decides what may be said: disclosure.h does.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Wilson's interval of a share, in percent; z is 1.96 for 95 %. False without a base. */
bool stats_wilson(uint64_t part, uint64_t n, double z, double *ret_low, double *ret_high);
/* Newcombe's hybrid score interval (method 10) of p1 - p0, in points. False without either base. */
bool stats_newcombe(uint64_t part1, uint64_t n1, uint64_t part0, uint64_t n0, double z,
                    double *ret_points, double *ret_low, double *ret_high);

/* GOV.UK's weighted score: (100 VS + 75 S + 50 N + 25 D + 0 VD) / n of five counts, the best first,
 * and its standard error. False without any. */
enum { STATS_STEPS = 5 };
bool stats_weighted(const uint64_t counts[STATS_STEPS], double *ret_score, double *ret_se);

/* Student's t: the value that is exceeded, to either side, with probability 1 - level. df >= 1. */
double stats_t(double level, double df);

/* ---- control charts ---- */

struct stats_point {
    uint64_t part, n;
    bool counted;        /* has a share that may be shown, so it takes part */
    double percent;      /* out, as is: */
    double lower, upper; /* what is usual */
    int signal;          /* -1 below, 1 above, -2 and 2 a run on one side, 0 none */
};
enum stats_chart { STATS_NONE, STATS_P, STATS_XMR };
enum { STATS_POINTS_MIN = 8, STATS_RUN = 8 };
/* A p-chart; an XmR chart where counts alone do not explain the spread. Fewer than
 * STATS_POINTS_MIN points make none. ret_centre in percent. */
enum stats_chart stats_control(struct stats_point *points, size_t count, double *ret_centre);

/* ---- before and after, against a comparison ---- */

/* The change of a venue's share from before to after, in points. */
struct stats_change {
    bool treated;
    double points;
};
struct stats_did {
    double points;
    bool has_interval;
    double low, high; /* t with venues - 1 degrees of freedom */
    bool has_permutation;
    double p, smallest_p; /* over the labels; the smallest that so few can give */
    unsigned draws;
    bool exact;
    bool has_leave_out;
    double leave_low, leave_high; /* with each venue left out in turn */
};
/* No inference with fewer than STATS_GROUP_MIN venues on either side: the difference alone. False
 * when a side is empty. */
enum { STATS_GROUP_MIN = 3 };
bool stats_did(const struct stats_change *changes, size_t count, struct stats_did *ret);

/* Slope of a line through equally spaced values, a step; false with fewer than three. */
bool stats_slope(const double *values, size_t count, double *ret);
