package faultline.model;

import static faultline.model.Unanswerable.positive;

/** When a load that grows by a share each month meets its limit: ln(limit/now)/ln(1+g). */
public record Growth(double nowMsgPerS, double sharePerMonth) {

    public Growth {
        positive("the rate now", nowMsgPerS);
        positive("the growth per month", sharePerMonth);
    }

    /** Months until then; zero where the load is there already. */
    public Estimate monthsUntil(Estimate limitMsgPerS) {
        positive("the lower end of the limit", limitMsgPerS.interval().low());
        return new Estimate(
                months(limitMsgPerS.value()),
                new Interval(
                        months(limitMsgPerS.interval().low()),
                        months(limitMsgPerS.interval().high())));
    }

    private double months(double limit) {
        return Math.max(0, Math.log(limit / nowMsgPerS) / Math.log1p(sharePerMonth));
    }
}
