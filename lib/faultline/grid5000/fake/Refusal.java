package faultline.grid5000.fake;

/** The fake refuses a request, as the server would. */
final class Refusal extends RuntimeException {

    private final int status;

    Refusal(int status, String text) {
        super(text);
        this.status = status;
    }

    Reply reply() {
        return Reply.error(status, getMessage());
    }
}
