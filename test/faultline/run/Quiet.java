package faultline.run;

/** The progress of a test: what is said, without the line that changes. */
final class Quiet implements Progress {
    @Override
    public void show(State state) {}

    @Override
    public void say(String line) {
        System.out.println("    " + line);
    }

    @Override
    public void close() {}
}
