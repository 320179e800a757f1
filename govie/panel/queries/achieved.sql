-- Each target of a year beside what a later report says was achieved.
SELECT
    target.ref_area, target.region, target.period, target.indicator, target.indicator_name,
    target.measure, target.unit,
    target.value AS target, target.value_high AS target_high, target.bound AS target_bound,
    result.value AS result, result.status AS result_status, result.bound AS result_bound,
    result.value - target.value AS gap,
    CASE WHEN target.bound IN ('le', 'lt') OR target.indicator IN ({wanted_low})
        THEN result.value <= coalesce(target.value_high, target.value)
        ELSE result.value >= target.value END AS met,
    target.report_year AS target_report, result.report_year AS result_report,
    target.sentence AS target_sentence, result.sentence AS result_sentence
FROM panel AS target
JOIN panel AS result USING (ref_area, period, indicator, measure, annual_average, detail, unit)
WHERE target.side = 'target' AND result.side = 'result'
    AND target.value IS NOT NULL AND result.value IS NOT NULL
    AND result.report_year > target.report_year
ORDER BY target.ref_area, target.period, target.indicator, target.measure, target.unit, target.detail
