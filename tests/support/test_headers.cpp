// For the headers that are compiled once for all tests, which have to be some program's.
int main() {
    return 0;
}
