/* Intervals and control charts: see stats.h. */
#include "stats.h"
#include <math.h>

bool stats_wilson(uint64_t part, uint64_t n, double z, double *ret_low, double *ret_high)
{
    if (n == 0)
        return false;
    double o = (double)part;
    double q = 1 - o / (double)n;
    double root = z * sqrt(z * z + 4 * o * q);
    double below = 2 * ((double)n + z * z);
    *ret_low = fmax(0, 100 * (2 * o + z * z - root) / below);
    *ret_high = fmin(100, 100 * (2 * o + z * z + root) / below);
    return true;
}

bool stats_newcombe(uint64_t part1, uint64_t n1, uint64_t part0, uint64_t n0, double z,
                    double *ret_points, double *ret_low, double *ret_high)
{
    double low1;
    double high1;
    double low0;
    double high0;
    if (!stats_wilson(part1, n1, z, &low1, &high1) || !stats_wilson(part0, n0, z, &low0, &high0))
        return false;
    double p1 = 100 * (double)part1 / (double)n1;
    double p0 = 100 * (double)part0 / (double)n0;
    *ret_points = p1 - p0;
    *ret_low = *ret_points - hypot(p1 - low1, high0 - p0);
    *ret_high = *ret_points + hypot(high1 - p1, p0 - low0);
    return true;
}

/* ---- Student's t ---- */

enum { FRACTION_STEPS = 300, BISECTIONS = 200 };

/* One step of a continued fraction by the modified method of Lentz. */
static void step(double term, double *c, double *d, double *fraction)
{
    const double tiny = 1e-300;
    *d = 1 + term * *d;
    *d = 1 / (fabs(*d) < tiny ? tiny : *d);
    *c = 1 + term / *c;
    *c = fabs(*c) < tiny ? tiny : *c;
    *fraction *= *d * *c;
}

/* The incomplete beta function, regularised, by its continued fraction. */
static double beta(double x, double a, double b)
{
    if (x <= 0 || x >= 1)
        return x <= 0 ? 0 : 1;
    if (x > (a + 1) / (a + b + 2))
        return 1 - beta(1 - x, b, a);
    double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a;
    double c = 1;
    double d = 1 / (1 - (a + b) * x / (a + 1));
    double fraction = d;
    for (int i = 1; i < FRACTION_STEPS; i++) {
        double m = i;
        step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), &c, &d, &fraction);
        step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), &c, &d, &fraction);
    }
    return front * fraction;
}

double stats_t(double level, double df)
{
    double low = 0;
    double high = 1e6;
    for (int i = 0; i < BISECTIONS; i++) {
        double t = (low + high) / 2;
        bool inside = 1 - beta(df / (df + t * t), df / 2, 0.5) < level;
        *(inside ? &low : &high) = t;
    }
    return (low + high) / 2;
}

/* ---- control charts ---- */

/* Of an XmR chart's mean moving range; and of a standard deviation, both for ranges of two. */
static const double range_to_limit = 2.66;
static const double range_to_sigma = 1.128;
/* Spread over what counts alone explain; beyond this a p-chart cries wolf. */
static const double spread_most = 1.3;

static double share(const struct stats_point *point)
{
    return 100 * (double)point->part / (double)point->n;
}

static double sigma(double centre, uint64_t n)
{
    return sqrt(centre * (100 - centre) / (double)n);
}

/* The mean of what lies between neighbours, in standard deviations or in points. */
static double mean_range(const struct stats_point *points, size_t count, double centre,
                         bool standard)
{
    double sum = 0;
    double last = 0;
    size_t ranges = 0;
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (!points[i].counted)
            continue;
        double value = share(&points[i]);
        if (standard)
            value = (value - centre) / sigma(centre, points[i].n);
        sum += any ? fabs(value - last) : 0;
        ranges += any;
        last = value;
        any = true;
    }
    return ranges == 0 ? 0 : sum / (double)ranges;
}

static void mark_limits(struct stats_point *points, size_t count, enum stats_chart chart,
                        double centre)
{
    double range = mean_range(points, count, centre, false) * range_to_limit;
    for (size_t i = 0; i < count; i++) {
        struct stats_point *point = &points[i];
        if (!point->counted)
            continue;
        double width = chart == STATS_XMR ? range : 3 * sigma(centre, point->n);
        point->percent = share(point);
        point->lower = fmax(0, centre - width);
        point->upper = fmin(100, centre + width);
        point->signal = (point->percent > point->upper) - (point->percent < point->lower);
    }
}

static void mark_runs(struct stats_point *points, size_t count, double centre)
{
    int run = 0;
    for (size_t i = 0; i < count; i++) {
        if (!points[i].counted)
            continue;
        int side = (points[i].percent > centre) - (points[i].percent < centre);
        run = side != 0 && (run > 0) == (side > 0) ? run + side : side;
        if (points[i].signal == 0 && (run >= STATS_RUN || run <= -STATS_RUN))
            points[i].signal = run > 0 ? 2 : -2;
    }
}

enum stats_chart stats_control(struct stats_point *points, size_t count, double *ret_centre)
{
    uint64_t part = 0;
    uint64_t n = 0;
    size_t counted = 0;
    for (size_t i = 0; i < count; i++) {
        points[i].signal = 0;
        if (!points[i].counted)
            continue;
        counted++;
        part += points[i].part;
        n += points[i].n;
    }
    if (counted < STATS_POINTS_MIN)
        return STATS_NONE;
    double centre = 100 * (double)part / (double)n;
    bool flat = part == 0 || part == n;
    bool spread = !flat && mean_range(points, count, centre, true) / range_to_sigma > spread_most;
    enum stats_chart chart = spread ? STATS_XMR : STATS_P;
    mark_limits(points, count, chart, centre);
    mark_runs(points, count, centre);
    *ret_centre = centre;
    return chart;
}

bool stats_slope(const double *values, size_t count, double *ret)
{
    double middle = ((double)count - 1) / 2;
    double top = 0;
    double below = 0;
    if (count < 3)
        return false;
    for (size_t i = 0; i < count; i++) {
        top += ((double)i - middle) * values[i];
        below += ((double)i - middle) * ((double)i - middle);
    }
    *ret = top / below;
    return true;
}

bool stats_weighted(const uint64_t counts[STATS_STEPS], double *ret_score, double *ret_se)
{
    double n = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < STATS_STEPS; i++) {
        double weight = 100 - 25.0 * i;
        n += (double)counts[i];
        sum += weight * (double)counts[i];
        squares += weight * weight * (double)counts[i];
    }
    if (n == 0)
        return false;
    double mean = sum / n;
    *ret_score = mean;
    *ret_se = sqrt(fmax(0, squares / n - mean * mean)) / sqrt(n);
    return true;
}
